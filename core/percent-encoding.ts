/** Percent-encoding (RFC 3986 §2.1). */

/** Decodes percent-encoding. A text with an invalid encoding stays unchanged. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Decodes percent-encoding. Undefined for an encoding that is not valid, or that does not encode UTF-8. */
export function decodedStrictly(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
