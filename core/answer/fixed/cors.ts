/** Which origin may read an answer, and which headers (Fetch standard, CORS protocol). */

/** The value of Access-Control-Allow-Origin: the caller's origin if it is allowed, else a value that does not match it. */
export function allowOrigin(origin: string | undefined, allowed: readonly string[]): string {
  if (origin !== undefined && allowed.includes(origin)) return origin;
  return allowed[0] ?? 'null';
}

/** Names of headers, each once: they are compared without case (RFC 9110 §5.1). */
export function distinctHeaders(names: readonly string[]): string[] {
  const lower = names.map((name) => name.toLowerCase());
  return names.filter((_, at) => lower.indexOf(lower[at] ?? '') === at);
}
