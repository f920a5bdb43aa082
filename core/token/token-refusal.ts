/** Why an access token is not accepted. */
import { shown, shownList } from './shown.ts';

/** The reason in one word. It stands in the log as `reason`, where operators search for it. */
export type TokenRefusalCode =
  /** The text is no JWT: not three parts, another spelling than the one of RFC 7515 §2, or no JSON objects in UTF-8. */
  | 'format'
  /** The signature does not fit the key. */
  | 'signature'
  /** The check of the signature failed for a reason that the library does not name. */
  | 'unverifiable'
  /** The header or the claims name a member twice, or one `__proto__`. */
  | 'duplicate'
  /** The issuer (`iss`) is not one of the trust config. */
  | 'issuer'
  /** The header brings a key, a rule or an encoding of its own. */
  | 'header'
  /** The signature algorithm is not one that the trust config accepts from this issuer. */
  | 'algorithm'
  /** The header names its key by something that is no text; or by nothing, and its issuer has not exactly one key that fits. */
  | 'kid'
  /** The issuer has no key with this id for this algorithm. */
  | 'unknown_key'
  /** It is some other token of the issuer, such as an ID token: `typ` or the claims say so. */
  | 'type'
  /** A claim that every token needs is missing, or one that only makes the token weaker cannot be read. */
  | 'claim'
  /** No claim names the client. */
  | 'client'
  /** The client is not one of those that may come (`clients` of the trust config). */
  | 'client_not_allowed'
  /** The token is for another API (`aud`), or for none, and its client may not come without one. */
  | 'audience'
  /** `exp` has passed. */
  | 'expired'
  /** `nbf` lies in the future. */
  | 'not_yet_valid'
  /** The time of the sign-in lies in the future. */
  | 'auth_time'
  /** The token is bound to a key (`cnf`), and came without the proof of that key. */
  | 'bound';

/** The setting of the trust config that a token does not meet, as its field is called: of the issuer, but for `issuers`. */
export type RefusingSetting =
  | 'issuers'
  | 'algorithms'
  | 'token.typ'
  | 'token.client'
  | 'token.accessToken'
  | 'audience'
  | 'clients'
  | 'clientsWithoutAudience'
  | 'authTime'
  | `acr.${'values' | 'numbers' | 'methods'}`;

/**
 * What a token has, and what the trust config expects instead: for operators, in safe characters (shown.ts). Clients are
 * never told: they would learn which audiences, clients and algorithms are accepted.
 */
export interface Difference {
  readonly came: string;
  readonly expected: string;
  /** Where to change what is expected; undefined where no setting does. */
  readonly setting?: RefusingSetting;
}

/**
 * Why a token is not accepted: a code for logs, a sentence for the client, and for operators the difference. `issuer`: the
 * trusted issuer that the token names; undefined where it names none.
 */
export interface TokenRefusal extends Partial<Difference> {
  readonly code: TokenRefusalCode;
  readonly detail: string;
  readonly issuer?: string;
}

export function refuse(code: TokenRefusalCode, detail: string, difference?: Difference): TokenRefusal {
  return { code, detail, ...difference };
}

export function untrustedIssuer(came: unknown, trusted: readonly string[]): TokenRefusal {
  return refuse('issuer', 'The issuer is not trusted.', {
    came: `iss ${shown(came)}`,
    expected: shownList(trusted),
    setting: 'issuers',
  });
}
