/** What the terminal says of a token that does not count: the claim, the setting that decides, and where to read on. */
import * as v from 'valibot';
import type { TrustedIssuerProps } from '../../lib/trust/trust-config.ts';
import { providerPage } from './provider-page.ts';

export interface NoticeParts {
  /** Those of the trust config. */
  readonly issuers: readonly Pick<TrustedIssuerProps, 'issuer' | 'profile'>[];
  readonly print: (notice: string) => void;
}

const text = v.exactOptional(v.string());

/** What telemetry logs about a decision. Its values are in safe characters (core/token/shown.ts). */
const decision = v.object({
  message: v.picklist(['Unauthenticated', 'Challenged', 'Denied', 'GrantRefused']),
  route: v.string(),
  reason: v.string(),
  issuer: text,
  came: text,
  expected: text,
  setting: text,
});

/** What it logs where the keys of an issuer cannot be had. */
const keyFault = v.object({ level: v.literal('ERROR'), cause: v.pipe(v.string(), v.startsWith('KeySet')) });

const logged = v.pipe(v.string(), v.parseJson(), v.union([decision, keyFault]));

type Decision = v.InferOutput<typeof decision>;

/** Of these the log names no claim, and they are about the token all the same. */
const ABOUT_THE_TOKEN = ['machine_token', 'no_sign_in_shown', 'insufficient_scope'];

/** Nothing was sent that can be a token. */
const WITHOUT_TOKEN = ['no_credential', 'malformed_credential'];

const REASONS = 'docs/operations.md#what-a-reason-means';

/** Takes lines of the log. The same notice is not printed twice in a row. */
export function refusalNotices(parts: NoticeParts): (line: string) => void {
  let last: string | undefined;
  return (line) => {
    const parsed = v.safeParse(logged, line);
    if (!parsed.success) return;
    const { output } = parsed;
    const notice = 'cause' in output ? `${output.cause}. See ${REASONS}` : noticeOf(output, parts);
    if (notice === undefined || notice === last) return;
    last = notice;
    parts.print(notice);
  };
}

function noticeOf(line: Decision, parts: NoticeParts): string | undefined {
  const { message, route, reason, came, expected = '' } = line;
  const isRefused = message === 'Unauthenticated' && !WITHOUT_TOKEN.includes(reason);
  if (!isRefused && came === undefined && !ABOUT_THE_TOKEN.includes(reason)) return undefined;
  const difference = came === undefined ? '' : ` It has ${came}. Expected: ${expected}.`;
  return `${route}: the token does not count (${reason}).${difference}${settingOf(line)} See ${pageFor(line, parts)}`;
}

function settingOf({ setting, issuer }: Decision): string {
  if (setting === undefined) return '';
  return ` Setting: ${setting} ${issuer === undefined ? '' : `of ${issuer} `}in the trust config.`;
}

function pageFor({ issuer: named }: Decision, { issuers }: NoticeParts): string {
  const trusted = issuers.find(({ issuer }) => issuer === named);
  return trusted === undefined ? REASONS : providerPage(trusted);
}
