/** Parts of the tokens of vendors. Times are left out; `app` is the client. */

export type Json = Readonly<Record<string, unknown>>;

/** A token: its claims, and the `typ` of its header. */
export interface ProviderToken {
  readonly claims: Json;
  readonly typ?: string;
}

export interface ProviderTokens {
  /** What a trust config says of the issuer beside its name and `audience`. */
  readonly fields?: Json;
  readonly person: ProviderToken;
  readonly machine: ProviderToken;
  readonly idToken: ProviderToken;
  readonly refreshToken?: ProviderToken;
}

export const jwt = (claims: Json): ProviderToken => ({ claims, typ: 'JWT' });
export const atJwt = (claims: Json): ProviderToken => ({ claims, typ: 'at+jwt' });
export const untyped = (claims: Json): ProviderToken => ({ claims });

/** When the user signed in: the tests put the time in its place. */
export const SIGNED_IN = '$auth_time';

export const USER = '9b1deb4d-3b7d-4bad-9bdd-2b0d7b3dcb6d';
/** The claims that most ID tokens have. */
export const ID = { aud: 'app', sub: USER, auth_time: SIGNED_IN, acr: 'loa2', amr: ['pwd'], azp: 'app' };
