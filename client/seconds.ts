/** Seconds in an answer of the API. */

/** A whole number of seconds. Undefined for any other text, such as the date that Retry-After can be (RFC 9110 §10.2.3). */
export function secondsOf(text: string | null | undefined): number | undefined {
  const seconds = Number(text);
  return /^\d+$/.test(text ?? '') && Number.isSafeInteger(seconds) ? seconds : undefined;
}
