/** The local stack for end-to-end tests: the synthesized template, the built bundles, a real provider and a real database. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as v from 'valibot';
import { createClient } from '../../../local/api-client.ts';
import type { ApiClient, Challenge } from '../../../local/api-client.ts';
import { signIn } from '../../../local/sign-in.ts';
import type { SignedIn, CookieJar } from '../../../local/sign-in.ts';
import { startChild } from '../child.ts';
import type { Child } from '../child.ts';
import { databaseAt } from '../tables/database.ts';
import type { Database } from '../tables/database.ts';
import { providerOffer } from './provider-process.ts';
import { leaksIn, logLine, readLines, requireNoLeak } from '../secrets/remains.ts';
import type { LogLine } from '../secrets/remains.ts';
import { createSecretScanner } from '../secrets/secret-scanner.ts';
import type { Leak, SecretScanner } from '../secrets/secret-scanner.ts';
import { watchFetch } from '../secrets/secret-watch.ts';
import type { Learn } from '../secrets/secret-watch.ts';
import type { MovedTime } from '../time/moved-time.ts';

const stackOffer = v.object({
  apiUrl: v.string(),
  provider: providerOffer,
  redirectUri: v.string(),
  dynamodb: v.object({ endpoint: v.string(), notice: v.string() }),
  tables: v.array(v.string()),
});

type Offer = v.InferOutput<typeof stackOffer>;

export interface StackOptions {
  readonly dynamodbEndpoint?: string;
  readonly maxInstances?: number;
  readonly configFile?: string;
  /** Instead of the app of this repository: one that is installed in a folder, with or without a publicUrl. */
  readonly app?: { readonly consumer: string; readonly publicUrl: boolean };
}

export interface TestStack extends Offer, Database {
  /** The time of provider, gateway and functions, and of the test. */
  readonly time: MovedTime;
  readonly client: ApiClient;
  readonly policyTable: string;
  readonly grantTable: string;
  readonly riskTable: string;
  /** Everything that functions and gateway have logged. */
  readonly log: () => LogLine[];
  readonly signIn: (how?: Partial<SignInHow>) => Promise<SignedIn>;
  /** Everything that stderr of the stack has. */
  readonly complaints: () => string;
  /** Takes note of a secret that passes by in another way than by `fetch`. */
  readonly learn: Learn;
  /** Which of the secrets that passed by are in logs, outputs or tables; or in what something else has logged. */
  readonly leaks: (elsewhere?: readonly LogLine[]) => Promise<Leak[]>;
  /** Stops it. Rejects when the run has left a secret behind. */
  readonly close: () => Promise<void>;
}

export interface SignInHow {
  readonly user: 'alice' | 'bob';
  readonly clientId: string;
  readonly challenge: Pick<Challenge, 'acrValues' | 'maxAge'>;
  readonly cookies: CookieJar;
}

const SAMPLE_CONFIG = join(import.meta.dirname, '..', '..', '..', 'step-up.config.json');

/** Starts a stack. The sample config's acr vocabulary, the local provider, everything in memory. */
export async function startStack(options: StackOptions = {}): Promise<TestStack> {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-'));
  const logFile = join(folder, 'log.jsonl');
  writeFileSync(logFile, '');
  const { configFile = SAMPLE_CONFIG, app, ...others } = options;
  const { offer, ...child } = await startChild('stacks/stack-main.ts', {
    ...others,
    app: app ?? { configFile },
    logFile,
  });
  const stack = v.parse(stackOffer, offer);
  const database = databaseAt(stack.dynamodb.endpoint);
  const log = () => readLines(logFile, logLine);
  const tableNamed = (part: string) => stack.tables.find((name) => name.includes(part)) ?? '';
  return {
    ...stack,
    ...child,
    ...database,
    ...watchSecrets(stack, { ...child, ...database, log }),
    client: createClient({
      api: stack.apiUrl,
      issuer: stack.provider.issuer,
      clientId: stack.provider.clientId,
    }),
    policyTable: tableNamed('Policy'),
    grantTable: tableNamed('Grant'),
    riskTable: tableNamed('Risk'),
    log,
    signIn: (how = {}) => signInTo(stack, how),
  };
}

/** Learns every secret that the test meets, and looks for them when the stack is closed. */
function watchSecrets(
  { provider, tables }: Offer,
  stack: Omit<Child, 'offer'> & Pick<TestStack, 'log' | 'scan'>,
): Pick<TestStack, 'learn' | 'leaks' | 'close'> {
  const scanner = createSecretScanner();
  learnProvider(provider, scanner);
  const stopWatching = watchFetch(scanner.learn);
  const itemsOfAll = async () =>
    Object.fromEntries(
      await Promise.all(tables.map(async (name) => [name, await stack.scan(name)] as const)),
    );
  const leaksBeside = (items: Awaited<ReturnType<typeof itemsOfAll>>, elsewhere: readonly LogLine[] = []) => {
    const printed = `${stack.printed()}\n${stack.complaints()}`;
    return leaksIn({ log: [...stack.log(), ...elsewhere], printed, tables: items }, scanner);
  };
  return {
    learn: scanner.learn,
    leaks: async (elsewhere) => leaksBeside(await itemsOfAll(), elsewhere),
    close: async () => {
      stopWatching();
      const items = await itemsOfAll().catch(async (error: unknown) => {
        await stack.close();
        throw error;
      });
      // What is logged last is logged while it stops.
      await stack.close();
      requireNoLeak(leaksBeside(items));
    },
  };
}

function learnProvider({ machineClient, ...provider }: Offer['provider'], scanner: SecretScanner): void {
  scanner.learn('the secret of the machine client', machineClient.clientSecret);
  for (const { username, password, oneTimeCode } of [provider.testUser, provider.otherUser]) {
    scanner.learnWord(`the password of ${username}`, password);
    scanner.learnWord(`the one-time code of ${username}`, oneTimeCode);
  }
}

function signInTo(
  { provider, redirectUri }: Offer,
  { user, clientId, challenge, cookies }: Partial<SignInHow>,
) {
  return signIn({
    ...(user === 'bob' ? provider.otherUser : provider.testUser),
    issuer: provider.issuer,
    clientId: clientId ?? provider.clientId,
    redirectUri,
    ...(challenge === undefined || challenge.acrValues.length === 0
      ? {}
      : { acrValues: challenge.acrValues }),
    ...(challenge?.maxAge === undefined ? {} : { maxAge: challenge.maxAge }),
    ...(cookies === undefined ? {} : { cookies }),
  });
}
