/**
 * What a verified access token says.
 *
 * The type is branded with a symbol that is not exported, so an unverified payload cannot reach `decide`: only
 * `verifiedAuthentication` makes one, and only adapters/token-verifier may import that.
 */
import type { SignIn } from '../condition/sign-in.ts';

const verified: unique symbol = Symbol('verified');

/** The claims of a token, in our words. Times in seconds since 1970. */
export interface AuthenticationClaims {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly scopes: readonly string[];
  /** Its own sign-in. The time is never taken from `iat`: a refresh renews that. */
  readonly signIn: SignIn;
  readonly expiresAt: number;
  /** A client-credentials token: there is no user who could sign in again. */
  readonly isMachine: boolean;
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
