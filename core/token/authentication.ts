/**
 * What a verified access token says.
 *
 * The type is branded with a symbol that is not exported, so an unverified payload cannot reach `decide`: only
 * `verifiedAuthentication` makes one, and only adapters/token-verifier may import that.
 */
import type { SignIn } from '../condition/sign-in.ts';
import type { IssuedFor } from './issued-for.ts';

const verified: unique symbol = Symbol('verified');

/** The claims of a token, in our words. Times in seconds since 1970. */
export interface AuthenticationClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Its own sign-in; nothing is known of it where the token is not a person's. The time is never taken from `iat`: a refresh renews that. */
  readonly signIn: SignIn;
  readonly expiresAt: number;
  /** Only for a person is there somebody who could sign in again. */
  readonly issuedFor: IssuedFor;
  /** Every claim, as the issuer wrote it: for the conditions of rules, and never for logs. */
  readonly claims: Readonly<Record<string, unknown>>;
}

export interface Authentication extends AuthenticationClaims {
  readonly [verified]: true;
}

/** Marks claims as verified. For adapters/token-verifier alone, after every check has passed. */
export function verifiedAuthentication(claims: AuthenticationClaims): Authentication {
  return { ...claims, [verified]: true };
}
