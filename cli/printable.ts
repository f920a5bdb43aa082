/** What a terminal would take for a command, or show in another order than it is written. */
const TERMINAL = /(?![\n\t])[\p{Cc}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu;

/**
 * The text with such characters escaped, as JSON and YAML do it: whoever can write an item must not be able to write
 * to the terminal of who looks at it.
 */
export function printable(text: string): string {
  return text.replace(TERMINAL, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
