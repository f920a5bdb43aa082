/** Why the claims of a token are not accepted: one cannot be read, or they are not those of an access token. */
import { LATEST_TIME } from '../date-time.ts';
import type { Mark, TokenSettings } from '../trust/token-settings.ts';
import { CLIENT_CLAIMS } from '../trust/names.ts';
import { kindOf, shown, shownList } from './shown.ts';
import { refuse } from './token-refusal.ts';
import type { TokenRefusal } from './token-refusal.ts';

type Json = Readonly<Record<string, unknown>>;

const TIME = `seconds since 1970 (at most ${LATEST_TIME})`;

/** What has to stand in the claims that every token needs, or that none may have in another type. */
const EXPECTED: Readonly<Record<string, string>> = {
  sub: 'a text of 1 to 255 characters',
  aud: 'a text or a list of texts',
  exp: TIME,
  nbf: TIME,
  cnf: 'an object',
};

/** The claim is missing or of the wrong type. */
export function claimRefusal(claim: string, payload: Json): TokenRefusal {
  const { [claim]: value } = payload;
  const problem =
    typeof value === 'number' && value > LATEST_TIME
      ? 'is not in seconds since 1970: it is too large'
      : 'is missing or of the wrong type';
  return refuse('claim', `The claim ${claim} ${problem}.`, {
    // Only its type: a text may name a user.
    came: `${claim} ${kindOf(value)}`,
    expected: EXPECTED[claim] ?? 'another type',
  });
}

/** No claim names the client, or one that does cannot be read. */
export function clientRefusal(payload: Json, { client }: Pick<TokenSettings, 'client'>): TokenRefusal {
  return refuse('client', 'The token names no client that can be read.', {
    came: shownClaims(payload, 'fixed' in client ? CLIENT_CLAIMS : client),
    expected:
      'fixed' in client ? `client ${shown(client.fixed)}, or none` : `a name in ${client.join(' or ')}`,
    setting: 'token.client',
  });
}

/** None of the claims that tell an access token is there. */
export function typeRefusal(
  payload: Json,
  { accessToken }: Pick<TokenSettings, 'accessToken'>,
): TokenRefusal {
  const claims = accessToken.map(({ claim }) => claim);
  return refuse('type', 'This is not an access token.', {
    came: shownClaims(payload, claims),
    expected: accessToken.map(markText).join(' or '),
    setting: 'token.accessToken',
  });
}

/** The claim says that this is another kind of token. No setting can accept it. */
export function foreignRefusal(payload: Json, claim: string): TokenRefusal {
  return refuse('type', 'This is not an access token.', {
    came: claim === 'typ' ? `typ ${shown(payload.typ)}` : claim,
    expected: claim === 'typ' ? 'the typ of an access token' : `no ${claim}`,
  });
}

/** RFC 9449 §7.2, RFC 8705 §3: a token that is bound to a key is not valid without the proof of that key. */
export function boundRefusal(cnf: object): TokenRefusal {
  return refuse('bound', 'The token is bound to a key and cannot be used as Bearer.', {
    came: `cnf with ${shownList(Object.keys(cnf))}`,
    expected: 'no cnf',
  });
}

function markText({ claim, value }: Mark): string {
  return value === undefined ? claim : `${claim} ${value}`;
}

function shownClaims(payload: Json, claims: readonly string[]): string {
  return claims.map((claim) => `${claim} ${shown(payload[claim])}`).join(', ');
}
