/** Fetches the key set of an issuer: from the address in the trust config, or from where discovery says. */
import * as v from 'valibot';
import { jwkSet } from '../../core/trust/key-settings.ts';
import { fetchJson, RefusedAnswer, UnreadableAnswer } from './fetch-json.ts';
import type { FetchOptions } from './fetch-json.ts';

/** The keys as they are listed, not read yet. */
export async function fetchKeySet(
  { issuer, jwksUri }: { readonly issuer: string; readonly jwksUri?: string | undefined },
  options: FetchOptions,
): Promise<readonly unknown[]> {
  return (await fetchJson(jwksUri ?? (await discoverJwksUri(issuer, options)), jwkSet, options)).keys;
}

/** At an issuer that is no OpenID provider, OAuth has another place (RFC 8414 §3.1). */
async function discoverJwksUri(issuer: string, options: FetchOptions): Promise<string> {
  try {
    return await jwksUriIn(openIdDocument(issuer), issuer, options);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return jwksUriIn(oauthDocument(issuer), issuer, options);
  }
}

function isNotFound(error: unknown): boolean {
  return error instanceof RefusedAnswer && error.status === 404;
}

/** OpenID Connect Discovery §4: below the issuer. */
export function openIdDocument(issuer: string): string {
  return `${issuer.replace(/\/$/, '')}/.well-known/openid-configuration`;
}

/** RFC 8414 §3: between the host and the path of the issuer. */
function oauthDocument(issuer: string): string {
  const { origin, pathname } = new URL(issuer);
  return `${origin}/.well-known/oauth-authorization-server${pathname.replace(/\/$/, '')}`;
}

/** OpenID Connect Discovery §4.3, RFC 8414 §3.3: the document must name the issuer that it was asked for. */
async function jwksUriIn(url: string, issuer: string, options: FetchOptions): Promise<string> {
  const document = v.object({ issuer: v.literal(issuer), jwks_uri: v.pipe(v.string(), v.url()) });
  const { jwks_uri: uri } = await fetchJson(url, document, options);
  const { protocol, username, password, href } = new URL(uri);
  // http: for the local run, whose issuer is on http itself.
  if (protocol !== 'https:' && protocol !== new URL(issuer).protocol)
    throw new UnreadableAnswer(`${url} names a jwks_uri that is not https`);
  if (username !== '' || password !== '')
    throw new UnreadableAnswer(`${url} names a jwks_uri with a user or a password`);
  return href;
}
