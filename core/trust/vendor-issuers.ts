/** Issuers that stand in no access token, or in none that is for an API of yours: as their vendors document it. */
import type { Mistake } from '../parse.ts';
import { GUID, withUnknownIds } from './guid.ts';
import type { TokenProfile } from './presets/presets.ts';

interface Settings {
  readonly issuer?: unknown;
}

/** One vendor: on which hosts its issuers are, which of them tokens have, and what to write. */
interface VendorIssuers {
  readonly profile: TokenProfile;
  readonly hosts: RegExp;
  readonly issuers: RegExp;
  readonly write: string;
}

const TENANT =
  'Entra ID writes the id of the tenant there, never a domain, common, organizations or consumers: write';

const VENDORS: readonly VendorIssuers[] = [
  // Microsoft Entra ID: "Access token claims reference", iss; "National clouds".
  {
    profile: 'entra',
    hosts: /^login\.(?:microsoftonline\.(?:com|us)|partner\.microsoftonline\.cn)$/,
    issuers: new RegExp(`^https://[^/]+/${GUID}/v2\\.0$`),
    write: `${TENANT} https://HOST/TENANT-ID/v2.0 for tokens of version 2, and https://sts.windows.net/TENANT-ID/ for version 1`,
  },
  {
    profile: 'entra',
    hosts: /^sts\.(?:windows\.net|chinacloudapi\.cn)$/,
    issuers: new RegExp(`^https://[^/]+/${GUID}/$`),
    write: `${TENANT} https://HOST/TENANT-ID/ with the slash at the end`,
  },
  // Microsoft Entra External ID: "Tokens and claims overview".
  {
    profile: 'entra',
    hosts: /\.ciamlogin\.com$/,
    issuers: new RegExp(`^https://(${GUID})\\.ciamlogin\\.com/\\1/v2\\.0$`),
    write: `${TENANT} https://TENANT-ID.ciamlogin.com/TENANT-ID/v2.0`,
  },
  // Okta: "Authorization servers", and "Validation failed on access token issued by the org authorization server".
  {
    profile: 'okta',
    hosts: /\.(?:okta(?:preview|-emea|-gov)?\.com|okta\.mil)$/,
    issuers: /^https:\/\/[^/]+\/oauth2\/(?!v1$)[^/]+$/,
    write:
      "tokens of Okta's org authorization server are for Okta itself, and no API can verify them: write the issuer of a custom " +
      'authorization server, such as https://HOST/oauth2/default',
  },
  // Auth0: "Access tokens", iss.
  {
    profile: 'auth0',
    hosts: /\.auth0\.com$/,
    issuers: /^https:\/\/[^/]+\/$/,
    write: 'Auth0 writes it with the slash at the end: write https://HOST/',
  },
  // Amazon Cognito: "Verifying JSON web tokens".
  {
    profile: 'cognito',
    hosts: /^cognito-idp\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?$/,
    // Or an id that CDK fills in at deployment, whole or in part (`withUnknownIds`).
    issuers: new RegExp(`^https://[^/]+/(?:[a-z0-9-]+_(?:[A-Za-z0-9]+|${GUID})|${GUID})$`),
    write:
      'Amazon Cognito writes the id of the user pool, such as eu-west-1_EXAMPLE, without a slash at the end: write https://HOST/USER-POOL-ID',
  },
  {
    profile: 'cognito',
    hosts: /\.amazoncognito\.com$/,
    issuers: /^$/,
    write:
      'this is the domain of the sign-in page: write https://cognito-idp.REGION.amazonaws.com/USER-POOL-ID',
  },
  // Supabase: "JWT claims reference", iss.
  {
    profile: 'supabase',
    hosts: /\.supabase\.co$/,
    issuers: /^https:\/\/[^/]+\/auth\/v1$/,
    write:
      'Supabase Auth writes it with its path, and without a slash at the end: write https://HOST/auth/v1',
  },
];

/** OpenID Connect Discovery §4: what is added to an issuer to fetch its metadata. RFC 8414 §3: it stands before the path. */
const METADATA = '/.well-known/';

/** What is wrong with an issuer that is a URL. */
export function vendorIssuerMistakes({ issuer }: Settings): readonly Mistake[] {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return [];
  const message = issuer.includes(METADATA) ? metadataMistake(issuer) : unknownTo(issuer);
  return message === undefined ? [] : [{ field: 'issuer', message }];
}

function unknownTo(issuer: string): string | undefined {
  const { host } = new URL(issuer);
  const vendor = vendorAt(host);
  if (vendor === undefined) return undefined;
  if (!vendor.issuers.test(withUnknownIds(issuer)))
    return `no token for your API has this issuer: ${vendor.write.replaceAll('HOST', host)}`;
  return issuer.includes(host)
    ? undefined
    : 'no token of this vendor has capitals in the host of its issuer: write the host of your own';
}

/** The issuer is what stands around the name of the document: before it, or, by RFC 8414 §3.1, host and path. */
function metadataMistake(address: string): string {
  const at = address.indexOf(METADATA);
  const [, ...path] = address.slice(at + METADATA.length).split('/');
  const issuer = [address.slice(0, at), ...path].join('/');
  // Of Auth0, it ends with a slash.
  const known = [issuer, `${issuer}/`].find((one) => unknownTo(one) === undefined);
  return known === undefined
    ? `this is where metadata are, and ${unknownTo(issuer)}`
    : `this is where its metadata are: write ${known}, or what they have as their issuer`;
}

function vendorAt(host: string): VendorIssuers | undefined {
  return VENDORS.find(({ hosts }) => hosts.test(host));
}

/** Vendors of whose issuers nothing more is checked. Keycloak, and AM of ForgeRock and Ping, are on any host. */
const FURTHER: readonly (readonly [issuers: RegExp, profile: TokenProfile])[] = [
  [/\/oauth2\/realms\/root(?:\/|$)|^https:\/\/[^/]+\.forgeblocks\.com(?::443)?\//, 'forgerock'],
  [/\/realms\/[^/]+$/, 'keycloak'],
  [/^https:\/\/[^/]+\.authentication\.[^/]+\.hana\.ondemand\.com\//, 'xsuaa'],
];

/** The profile of the vendor whose issuer this is, by its name; undefined where the name does not tell. */
export function vendorProfile({ issuer }: Settings): TokenProfile | undefined {
  if (typeof issuer !== 'string' || !URL.canParse(issuer)) return undefined;
  const further = FURTHER.find(([issuers]) => issuers.test(issuer));
  return further?.[1] ?? vendorAt(new URL(issuer).host)?.profile;
}
