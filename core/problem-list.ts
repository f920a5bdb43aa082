/** Problems of a document, for the person who wrote it. */
import type { Mistake } from './parse.ts';

/** Every problem on a line of its own, behind its path. */
export function mistakeList(problems: readonly Mistake[]): string {
  return problems.map(({ field, message }) => `  ${field === '' ? '' : `${field}: `}${message}`).join('\n');
}
