/** Reads the step-up challenge from an answer of the API: from the header, the renamed header, or the problem body. */
import { isRecord, readJson } from './json.ts';
import { secondsOf } from './seconds.ts';
import { parseWwwAuthenticate } from './www-authenticate.ts';

/** What the user is to sign in with (RFC 9470 §3; Microsoft: "Claims challenges, claims requests and client capabilities"). */
export interface StepUpChallenge {
  /** In the order to prefer; for `acr_values` of the authorization request, joined by spaces. Empty: any. */
  readonly acrValues: readonly string[];
  /** Greatest age of the sign-in, in seconds; for `max_age` of the authorization request. */
  readonly maxAge: number | undefined;
  /**
   * A claims request (OpenID Connect Core §5.5), as JSON, for `claims` of the authorization request in place of `acr_values`:
   * what Entra ID reads. Undefined where the challenge has none.
   */
  readonly claims?: string | undefined;
  /** The reason, in a sentence from the API. Show it as text, never as markup. */
  readonly reason: string;
}

/** Where a token is exchanged for a grant (RFC 8693 §2.1). */
export interface GrantOffer {
  readonly tokenEndpoint: string;
  readonly resource: string;
}

/** `exchange`: the sign-in suffices, and only the grant is missing. */
export interface Challenge extends StepUpChallenge {
  readonly next: 'authenticate' | 'exchange';
  readonly offer: GrantOffer | undefined;
}

const NEXT = new Map([
  ['insufficient_user_authentication', 'authenticate'],
  ['insufficient_claims', 'authenticate'],
  ['step_up_grant_required', 'exchange'],
] as const satisfies [string, Challenge['next']][]);

/** API Gateway renames this header in the answer of an integration. */
const HEADERS = ['www-authenticate', 'x-amzn-remapped-www-authenticate'];

/** The schemes of access tokens (RFC 6750 §3, RFC 9449 §7.1). In another scheme, `error` has another meaning. */
const SCHEMES = ['bearer', 'dpop'];

export type Members = (name: string) => string | undefined;

/** The challenge in an answer, whose body stays readable. Undefined for any other refusal, such as an expired token. */
export async function challengeOf(response: Response): Promise<Challenge | undefined> {
  if (response.status !== 401) return undefined;
  const body = await bodyOf(response);
  const sources = [...headersOf(response), body];
  // The header is defined by the standard. The body is used where a proxy or the browser hides or renames the header.
  const source = sources.find((one) => nextOf(one) !== undefined);
  const next = source && nextOf(source);
  if (source === undefined || next === undefined) return undefined;
  const tokenEndpoint = body('token_endpoint');
  const resource = body('resource');
  return {
    next,
    ...demandsIn(source),
    reason: source('error_description') ?? body('detail') ?? '',
    offer: tokenEndpoint && resource ? { tokenEndpoint, resource } : undefined,
  };
}

/** The demands of a challenge, in a header, in the problem body, or in an answer of the exchange. */
export function demandsIn(source: Members): Omit<StepUpChallenge, 'reason'> {
  return {
    acrValues: source('acr_values')?.split(' ').filter(Boolean) ?? [],
    maxAge: secondsOf(source('max_age')),
    claims: decoded(source('claims')),
  };
}

/** A JSON object, from base64. Undefined where there is none, or another text. */
function decoded(base64 = ''): string | undefined {
  try {
    const json = atob(base64);
    return isRecord(JSON.parse(json)) ? json : undefined;
  } catch {
    return undefined;
  }
}

/** `max_age=0` after a sign-in: that sign-in was spent already. A newer one helps, so this is not the same challenge again. */
export function asksForNewer(challenge: StepUpChallenge, answered: StepUpChallenge): boolean {
  return challenge.maxAge === 0 && answered.maxAge !== 0;
}

/** Whether another sign-in than the one that was made can help: a newer one, or one with another acr. */
export function asksOtherwise(challenge: StepUpChallenge, answered: StepUpChallenge): boolean {
  const words = ({ acrValues }: StepUpChallenge) => acrValues.toSorted().join(' ');
  return asksForNewer(challenge, answered) || words(challenge) !== words(answered);
}

/** What the error of a challenge asks to do. Undefined for any other error. */
export function nextOf(source: Members): Challenge['next'] | undefined {
  const error = source('error');
  return [...NEXT].find(([name]) => name === error)?.[1];
}

function headersOf({ headers }: Response): Members[] {
  return HEADERS.flatMap((name) => parseWwwAuthenticate(headers.get(name) ?? ''))
    .filter(({ scheme }) => SCHEMES.includes(scheme))
    .map(
      ({ parameters }): Members =>
        (name) =>
          parameters.get(name),
    );
}

async function bodyOf(response: Response): Promise<Members> {
  const json = /json/i.test(response.headers.get('content-type') ?? '');
  // The application's own fetch may have read the body.
  const readable = json && !response.bodyUsed && response.body?.locked !== true;
  return membersOf(readable ? await readJson(response.clone()) : undefined);
}

/** The texts and numbers of a JSON object. */
export function membersOf(json: unknown): Members {
  return (name) => {
    const value = isRecord(json) ? json[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
}
