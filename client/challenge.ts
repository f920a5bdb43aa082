/** Which answers of an API are step-up challenges, wherever they say so: header, renamed header, or problem body. */
import { isRecord, readJson } from './json.ts';
import { parseWwwAuthenticate } from './www-authenticate.ts';

/** What the user is to sign in with (RFC 9470 §3). */
export interface StepUpChallenge {
  /** In the order to prefer; for `acr_values` of the authorization request, joined by spaces. Empty: any. */
  readonly acrValues: readonly string[];
  /** Greatest age of the sign-in, in seconds; for `max_age` of the authorization request. */
  readonly maxAge: number | undefined;
  /** Why, in a sentence of the API's. Text to show, never markup. */
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
  ['step_up_grant_required', 'exchange'],
] as const satisfies [string, Challenge['next']][]);

/** API Gateway renames the header of an integration's answer. */
const HEADERS = ['www-authenticate', 'x-amzn-remapped-www-authenticate'];

/** Those of access tokens (RFC 6750 §3, RFC 9449 §7.1): what another scheme calls an error is another thing. */
const SCHEMES = ['bearer', 'dpop'];

type Members = (name: string) => string | undefined;

/** The challenge in an answer, which stays readable. None in any other refusal, such as an expired token. */
export async function challengeOf(response: Response): Promise<Challenge | undefined> {
  if (response.status !== 401) return undefined;
  const body = await bodyOf(response);
  const sources = [...headersOf(response), body];
  // The header is the standard's; the body stands in where something on the way hides or renames it.
  const source = sources.find((one) => nextOf(one) !== undefined);
  const next = source && nextOf(source);
  if (source === undefined || next === undefined) return undefined;
  const tokenEndpoint = body('token_endpoint');
  const resource = body('resource');
  return {
    next,
    acrValues: source('acr_values')?.split(' ').filter(Boolean) ?? [],
    maxAge: secondsOf(source('max_age')),
    reason: source('error_description') ?? body('detail') ?? '',
    offer: tokenEndpoint && resource ? { tokenEndpoint, resource } : undefined,
  };
}

function nextOf(source: Members): Challenge['next'] | undefined {
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
  // What sends the requests, if it is the application's own, may have read it.
  const readable = json && !response.bodyUsed && response.body?.locked !== true;
  const body = readable ? await readJson(response.clone()) : undefined;
  return (name) => {
    const value = isRecord(body) ? body[name] : undefined;
    return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
  };
}

function secondsOf(text = ''): number | undefined {
  const seconds = Number(text);
  return /^\d+$/.test(text) && Number.isSafeInteger(seconds) ? seconds : undefined;
}
