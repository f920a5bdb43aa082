/** The mistakes of a document, as text for the administrator. */
import type { Mistake } from './parse.ts';

/** Each mistake on a line of its own, after its field. */
export function mistakeList(mistakes: readonly Mistake[]): string {
  return mistakes.map(({ field, message }) => `  ${field === '' ? '' : `${field}: `}${message}`).join('\n');
}
