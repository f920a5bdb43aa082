/** The `typ` of a token, in its header (RFC 7515 §4.1.9) or, as some issuers write it, among its claims. */

/** The word of the trust config for a header without `typ`. */
export const NO_TYPE = 'none';

/** `typ` as it is compared: in lower case, without `application/`. `none`: there is no `typ`; empty text: one that is no type. */
export function tokenType(typ: unknown): string {
  if (typ === undefined) return NO_TYPE;
  const text = typeof typ === 'string' ? spelled(typ) : '';
  // A type of this name is not the same as no type.
  return text === NO_TYPE ? '' : text;
}

/** As `tokenType` for a type in the trust config, where `none` says that there is none. */
export function spelled(typ: string): string {
  return typ.toLowerCase().replace(/^application\//, '');
}

/** Whether the type says by itself that this is an access token (RFC 9068 §2.1, and those that are called alike). */
export function tellsAccessToken(type: string): boolean {
  return /(^|[-.+])at\+jwt$/.test(type);
}
