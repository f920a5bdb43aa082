/** Percent-encoding (RFC 3986 §2.1). */

/** Decodes percent-encoding. A text with an invalid encoding stays unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
