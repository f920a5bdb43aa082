/** The credential of a request: its access token and the grant beside it, read from the headers once. */

import type { HeaderLists } from '../condition/inputs.ts';

/** In characters. API Gateway passes at most 10,240 bytes of headers: a longer token did not come through it. */
export const LONGEST_TOKEN = 10_240;

/** A grant: 256 random bits in base64url behind a prefix that secret scanners can recognise. */
const GRANT = /^sug_[A-Za-z0-9_-]{43}$/;
/** A grant or a JWT anywhere in a text, whole or with its end cut off. The parts of a JWT are longer than those of names with dots. */
const CREDENTIAL = /sug_[A-Za-z0-9_-]{16}|(?<![A-Za-z0-9_-])[A-Za-z0-9_-]{16,}(?:\.[A-Za-z0-9_-]{16,}){2}/;
/** RFC 6750 §2.1, but with padding anywhere: a wrong spelling makes an invalid token, not a malformed request. */
const BEARER = /^bearer +([A-Za-z0-9._~+/=-]+)$/i;

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly description: string }
  | { readonly kind: 'bearer'; readonly token: string; readonly grant: GrantCredential };

/** A `malformed` text, which cannot be a grant, counts for as little as a grant that does not exist. */
export type GrantCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'grant'; readonly value: string };

/**
 * Reads the credential. A repeated header is refused, since a proxy before us may have chosen the other value
 * (RFC 6750 §2: one method, one token). `grantHeader` is in any case.
 */
export function readCredential(headers: HeaderLists, grantHeader: string): Credential {
  const [authorization, ...moreAuthorizations] = headers.authorization ?? [];
  const grants = headers[grantHeader.toLowerCase()] ?? [];
  if (moreAuthorizations.length > 0) return malformed('Send one Authorization header, not several.');
  if (grants.length > 1) return malformed(`Send one ${grantHeader} header, not several.`);
  if (authorization === undefined || !/^bearer( |$)/i.test(authorization)) return { kind: 'none' };
  if (authorization.length > LONGEST_TOKEN) return malformed('The access token is too long.');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return malformed('The Authorization header does not hold one Bearer token.');
  return { kind: 'bearer', token, grant: readGrant(grants[0]) };
}

/** Whether there is what looks like a grant or a token in `text`, which must not be shown then. */
export function holdsCredential(text: string): boolean {
  return CREDENTIAL.test(text);
}

/** Whether `value` has the form of a grant. */
export function isGrant(value: string): boolean {
  return GRANT.test(value);
}

function readGrant(value: string | undefined): GrantCredential {
  if (value === undefined) return { kind: 'none' };
  return isGrant(value) ? { kind: 'grant', value } : { kind: 'malformed' };
}

function malformed(description: string): Credential {
  return { kind: 'malformed', description };
}
