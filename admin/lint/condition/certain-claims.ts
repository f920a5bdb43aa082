/** Claims that every accepted token has (core/token/access-token.ts): a condition needs no has() for them. */
import type { TrustConfig, TrustedIssuer } from '../../../core/trust/trust-config.ts';

const ALWAYS = ['iss', 'sub', 'exp'];

/** By token profile (core/token/profile.ts). If one of two claims names the client, neither is certain. */
const BY_PROFILE: Readonly<Record<TrustedIssuer['profile'], readonly string[]>> = {
  rfc9068: ['aud', 'client_id'],
  cognito: ['client_id', 'token_use'],
  entra: ['aud'],
  okta: ['aud', 'cid'],
  auth0: ['aud'],
  keycloak: ['aud', 'typ'],
};

/** Of the tokens of all issuers, as `claims.sub`. */
export function certainClaims({ issuers }: TrustConfig): ReadonlySet<string> {
  const [first = [], ...rest] = issuers.map(({ profile }) => BY_PROFILE[profile]);
  const common = first.filter((claim) => rest.every((claims) => claims.includes(claim)));
  return new Set([...ALWAYS, ...common].map((claim) => `claims.${claim}`));
}
