/** What the package exports to a backend behind the authorizer. */
export { verifiedClaims } from './verified-claims.ts';
export type { EventBehindAuthorizer, VerifiedClaims } from './verified-claims.ts';
