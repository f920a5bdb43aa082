/** The credential of a request: its access token and the grant beside it, read from the headers once. */

/** API Gateway passes at most 10,240 bytes of headers; what is longer never came through it. */
const LONGEST_TOKEN = 10_240;

/** A grant: 256 random bits in base64url behind a prefix that secret scanners can recognise. */
const GRANT = /^sug_[A-Za-z0-9_-]{43}$/;
/** RFC 6750 §2.1, but with padding anywhere: a token that is spelt wrongly is an invalid token. */
const BEARER = /^bearer +([A-Za-z0-9._~+/=-]+)$/i;

export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed'; readonly description: string }
  | { readonly kind: 'bearer'; readonly token: string; readonly grant: GrantCredential };

/** A grant that cannot be one (`malformed`) is worth as much as one nobody knows: nothing. */
export type GrantCredential =
  | { readonly kind: 'none' }
  | { readonly kind: 'malformed' }
  | { readonly kind: 'grant'; readonly value: string };

/** Headers as API Gateway hands them over: names in the sender's case, a list of values for each. */
export type HeaderLists = Readonly<Record<string, readonly string[] | undefined>>;

/**
 * Reads the credential. A repeated header is refused rather than one value chosen: whoever sits before us
 * may have chosen the other (RFC 6750 §2: one method, one token).
 */
export function readCredential(headers: HeaderLists, grantHeader: string): Credential {
  const [authorization, ...moreAuthorizations] = valuesOf(headers, 'authorization');
  const grants = valuesOf(headers, grantHeader.toLowerCase());
  if (moreAuthorizations.length > 0) return malformed('Send one Authorization header, not several.');
  if (grants.length > 1) return malformed(`Send one ${grantHeader} header, not several.`);
  if (authorization === undefined || !/^bearer( |$)/i.test(authorization)) return { kind: 'none' };
  if (authorization.length > LONGEST_TOKEN) return malformed('The access token is too long.');
  const token = BEARER.exec(authorization)?.[1];
  if (token === undefined) return malformed('The Authorization header does not hold one Bearer token.');
  return { kind: 'bearer', token, grant: readGrant(grants[0]) };
}

/** Whether `value` has the form of a grant. */
export function isGrant(value: string): boolean {
  return GRANT.test(value);
}

function readGrant(value: string | undefined): GrantCredential {
  if (value === undefined) return { kind: 'none' };
  return isGrant(value) ? { kind: 'grant', value } : { kind: 'malformed' };
}

function valuesOf(headers: HeaderLists, lowerCaseName: string): readonly string[] {
  return Object.entries(headers).flatMap(([name, values]) =>
    name.toLowerCase() === lowerCaseName ? (values ?? []) : [],
  );
}

function malformed(description: string): Credential {
  return { kind: 'malformed', description };
}
