/** Authentications without a verified token: for tests and explanations. Never in a Lambda function. */
import { verifiedAuthentication } from './authentication.ts';
import type { Authentication, AuthenticationClaims } from './authentication.ts';

/** The authentication that a token with these claims would be. */
export function hypotheticalAuthentication(claims: AuthenticationClaims): Authentication {
  return verifiedAuthentication(claims);
}
