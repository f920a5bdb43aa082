/** The page about the provider of an issuer, among those of this repository. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { TokenProfile } from '../../lib/trust/trust-config.ts';

/** Where the pages are, below the root of the repository. */
export const PROVIDER_PAGES = 'docs/providers';

/** The profiles whose page has another name than they have. */
const NAMES: Partial<Record<TokenProfile, string>> = {
  rfc9068: 'another',
  pingfederate: 'ping',
  forgerock: 'ping',
};

/** For a profile without a page of its own. */
const ALL_PROFILES = 'docs/deploy.md#token-profiles';

/** The page of a profile, such as `docs/providers/keycloak.md`: a link that leads somewhere. */
export function providerPage(root: string, profile: TokenProfile): string {
  const page = `${PROVIDER_PAGES}/${NAMES[profile] ?? profile}.md`;
  return existsSync(join(root, page)) ? page : ALL_PROFILES;
}
