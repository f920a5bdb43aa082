/** Claims that every accepted token has (core/token/access-token.ts): a condition needs no has() for them. */
import type { TrustConfig, TrustedIssuer } from '../../../core/trust/trust-config.ts';

const ALWAYS = ['iss', 'sub', 'exp'];

function certainAt({ token, clientsWithoutAudience = [] }: TrustedIssuer): readonly string[] {
  return [
    ...('fixed' in token.client ? [] : only(token.client)),
    ...only(token.accessToken.map(({ claim }) => claim)),
    ...(clientsWithoutAudience.length === 0 ? ['aud'] : []),
  ];
}

/** If one of two claims will do, neither is certain. */
function only(claims: readonly string[]): readonly string[] {
  return new Set(claims).size === 1 ? claims : [];
}

/** Of the tokens of all issuers, as `claims.sub`. */
export function certainClaims({ issuers }: TrustConfig): ReadonlySet<string> {
  const [first = [], ...rest] = issuers.map(certainAt);
  const common = first.filter((claim) => rest.every((claims) => claims.includes(claim)));
  return new Set([...ALWAYS, ...common].map((claim) => `claims.${claim}`));
}
