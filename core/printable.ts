/** Characters that control a terminal, or change the order in which it shows a text. */
const TERMINAL = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text with such characters escaped as in JSON and YAML: what an item, or another server, says must not control the
 * terminal of the person who reads it.
 */
export function printable(text: string): string {
  return text.replace(TERMINAL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
