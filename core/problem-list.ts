/** Problems of a document, for the person who wrote it. */
import type { Problem } from './parse.ts';

/** Every problem on a line of its own, behind its path. */
export function problemList(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`).join('\n');
}
