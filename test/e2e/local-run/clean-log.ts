/** What a run of `npm start` with `watch-main.ts` leaves behind holds none of the secrets that passed by. */
import * as v from 'valibot';
import { ALICE, BOB } from '../../../local/openid-provider/accounts.ts';
import { leaksIn, logLine, readLines, requireNoLeak } from '../../support/secrets/remains.ts';
import { createSecretScanner } from '../../support/secrets/secret-scanner.ts';

export interface LeftBehind {
  /** That `SECRETS_FILE` named. */
  readonly secretsFile: string;
  readonly logFile: string;
  /** What it has printed; for the user of the local provider that may have passwords. */
  readonly printed?: string;
}

/** Returns how many secrets there were: without any, a clean log would prove nothing. Throws with each that is left. */
export function requireCleanLog({ secretsFile, logFile, printed = '' }: LeftBehind): number {
  const scanner = createSecretScanner();
  const secrets = readLines(secretsFile, v.object({ what: v.string(), secret: v.string() }));
  for (const { what, secret } of secrets) scanner.learn(what, secret);
  for (const { username, password, oneTimeCode } of [ALICE, BOB]) {
    scanner.learnWord(`the password of ${username}`, password);
    scanner.learnWord(`the one-time code of ${username}`, oneTimeCode);
  }
  requireNoLeak(leaksIn({ log: readLines(logFile, logLine), printed, tables: {} }, scanner));
  return secrets.length;
}
