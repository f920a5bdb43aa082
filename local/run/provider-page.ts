/** The page about the provider of an issuer, among those of this repository (docs/providers/README.md). */
import type { TokenProfile, TrustedIssuerProps } from '../../lib/trust/trust-config.ts';

const ANOTHER = 'another';

const PAGES: Readonly<Record<TokenProfile, string>> = {
  rfc9068: ANOTHER,
  cognito: 'cognito',
  entra: 'entra',
  okta: 'okta',
  auth0: 'auth0',
  keycloak: 'keycloak',
  duende: 'duende',
  spring: 'spring',
  hydra: 'hydra',
  pingfederate: 'pingfederate',
  forgerock: 'pingam',
  adfs: ANOTHER,
  xsuaa: ANOTHER,
  supabase: ANOTHER,
  fusionauth: ANOTHER,
};

/** Its tokens have the profile of PingFederate. The host is that of its own pages, in each region. */
const PING_ONE = 'https://auth.pingone.';

/** Such as `docs/providers/keycloak.md`. */
export function providerPage({
  issuer,
  profile = 'rfc9068',
}: Pick<TrustedIssuerProps, 'issuer' | 'profile'>): string {
  return `docs/providers/${issuer.startsWith(PING_ONE) ? 'pingone' : PAGES[profile]}.md`;
}
