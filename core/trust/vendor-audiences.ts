/** Audiences that are no API of yours, as the vendors document it: tokens for other APIs have them, too. */
import type { Mistake } from '../parse.ts';
import { valuesIn } from './every-mistake.ts';

interface Settings {
  readonly issuer?: unknown;
  readonly profile?: unknown;
  readonly audience?: unknown;
}

/** Keycloak: "Server Administration Guide", audience support. These clients are in every realm, and tokens of its users name them. */
const KEYCLOAK_CLIENTS = ['account', 'broker', 'realm-management'];

/**
 * Microsoft Graph, Azure AD Graph and Azure Resource Manager (Microsoft Entra ID: "Access tokens in the Microsoft identity
 * platform": tokens for these are in a format of their own).
 */
const MICROSOFT_APIS = [
  '00000003-0000-0000-c000-000000000000',
  '00000002-0000-0000-c000-000000000000',
  '797f4846-ba00-4fd7-ba43-dac1f8f63013',
  'https://graph.microsoft.com',
  'https://graph.windows.net',
  'https://management.azure.com',
  'https://management.core.windows.net',
];

/** AD FS: "OpenID Connect and OAuth concepts": the resource of a request that names none. */
const ADFS_DEFAULT = 'urn:microsoft:userinfo';

/** What is wrong with the audiences of an issuer: too wide, or another API's. */
export function vendorAudienceMistakes({ issuer, profile, audience }: Settings): readonly Mistake[] {
  const of = typeof issuer === 'string' ? issuer : '';
  const audiences = valuesIn(audience).filter((one) => typeof one === 'string');
  return audiences.flatMap((one) => {
    const reason = reasonAgainst(one, of, profile);
    return reason === undefined ? [] : [{ field: 'audience', message: `${one} is too wide: ${reason}` }];
  });
}

function reasonAgainst(audience: string, issuer: string, profile: unknown): string | undefined {
  const base = issuer.replace(/\/$/, '');
  const name = audience.replace(/\/$/, '');
  const isKeycloak = profile === 'keycloak' || issuer.includes('/realms/');
  if (isKeycloak && KEYCLOAK_CLIENTS.includes(audience))
    return `tokens of every client of the realm have it. Name your API by an audience mapper in a client scope (docs/providers/keycloak.md), and write that name`;
  if (MICROSOFT_APIS.includes(name))
    return 'it is an API of Microsoft, whose tokens only Microsoft can verify. Expose an API in your app registration, and write its application id (a GUID), or its api:// URI in tokens of version 1';
  if (name === ADFS_DEFAULT)
    return 'AD FS writes it where a client names no resource. Add a Web API to the application group, and write its identifier';
  if (base === '') return undefined;
  // Auth0: "Access tokens". With the scope openid, it is an audience of tokens for every API.
  if (name === `${base}/userinfo`)
    return 'tokens for every API have it that were asked for with the scope openid. Write the identifier of your API';
  // Auth0: "Management API access tokens".
  if (name === `${base}/api/v2` && base.endsWith('.auth0.com'))
    return "it is Auth0's Management API. Write the identifier of your API";
  // Duende IdentityServer: "IdentityServer options", EmitStaticAudienceClaim.
  if (name === `${base}/resources`)
    return 'IdentityServer writes it into every token (EmitStaticAudienceClaim). Make an ApiResource for your API, and write its name';
  return undefined;
}
