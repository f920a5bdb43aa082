/** Authentications that nobody made: for tests and for explaining what would happen. Never in a function. */
import { verifiedAuthentication } from './authentication.ts';
import type { Authentication, AuthenticationClaims } from './authentication.ts';

/** The authentication that a token with these claims would be. */
export function hypotheticalAuthentication(claims: AuthenticationClaims): Authentication {
  return verifiedAuthentication(claims);
}
