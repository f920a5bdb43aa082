/** Which origin may read an answer (Fetch standard, CORS protocol). */

/** The value of Access-Control-Allow-Origin: the caller's origin if it is allowed, else a value that does not match it. */
export function allowOrigin(origin: string | undefined, allowed: readonly string[]): string {
  if (origin !== undefined && allowed.includes(origin)) return origin;
  return allowed[0] ?? 'null';
}
