/** Claims that every accepted token has (core/token/access-token.ts): a condition needs no has() for them. */
import type { TrustConfig, TrustedIssuer } from '../../../core/trust/trust-config.ts';

const ALWAYS = ['iss', 'sub', 'exp'];

/** By token profile (core/token/profile.ts). If one of two claims names the client, neither is certain. */
const BY_PROFILE: Readonly<Record<TrustedIssuer['profile'], readonly string[]>> = {
  rfc9068: ['client_id'],
  cognito: ['client_id', 'token_use'],
  entra: [],
  okta: ['cid'],
  auth0: [],
  keycloak: ['typ'],
};

function certainAt({ profile, clientsWithoutAudience = [] }: TrustedIssuer): readonly string[] {
  return [...BY_PROFILE[profile], ...(clientsWithoutAudience.length === 0 ? ['aud'] : [])];
}

/** Of the tokens of all issuers, as `claims.sub`. */
export function certainClaims({ issuers }: TrustConfig): ReadonlySet<string> {
  const [first = [], ...rest] = issuers.map(certainAt);
  const common = first.filter((claim) => rest.every((claims) => claims.includes(claim)));
  return new Set([...ALWAYS, ...common].map((claim) => `claims.${claim}`));
}
