/**
 * The form in which a challenge asks for a sign-in at an issuer: RFC 9470's, or the claims challenge of Microsoft Entra ID
 * (Microsoft: "Claims challenges, claims requests and client capabilities", of 2024-04-10).
 */

export const CHALLENGE_FORMS = ['rfc9470', 'entra'] as const;

/**
 * The ids of authentication contexts: `c1` to `c99` (Microsoft Graph v1.0: "authContext resource type"). No other word can be
 * asked for by a claims request.
 */
export const AUTHENTICATION_CONTEXT = /^c[1-9]\d?$/;

/** The hosts that sign users in, of those that are only names in tokens of version 1 ("Access token claims reference", iss). */
const SIGN_IN_HOSTS = new Map([
  ['sts.windows.net', 'login.microsoftonline.com'],
  ['sts.chinacloudapi.cn', 'login.partner.microsoftonline.cn'],
]);

/** In characters of which none needs escaping in a header, and in no more than a header has room for. */
const OF_TENANT = /^(https?:\/\/)([\w.:[\]-]{1,255})\/([\w.-]{1,128})\/(?:v2\.0)?$/;

/**
 * Where users of the issuer's tenant sign in, for the `authorization_uri` of a claims challenge. The path is that of
 * Microsoft's example: MSAL.NET takes the authority from it by cutting this path off (WwwAuthenticateParameters). Undefined
 * for an issuer that is not named like a tenant, `https://HOST/TENANT-ID/v2.0` or `https://HOST/TENANT-ID/`.
 */
export function authorizationUri(issuer: string): string | undefined {
  const [, scheme = '', host = '', tenant = ''] = OF_TENANT.exec(issuer) ?? [];
  return tenant === '' ? undefined : `${scheme}${SIGN_IN_HOSTS.get(host) ?? host}/${tenant}/oauth2/authorize`;
}
