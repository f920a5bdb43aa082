/** Mistakes of whoever deploys: in the trust config, in the CDK code, or a build that is missing. */
import type { Problem } from '../lambda/core/problems.ts';

/** Its message says what is wrong and what to do, so that it can be shown without a stack trace. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}

/** Every problem on a line of its own, behind its path. */
export function problemList(problems: readonly Problem[]): string {
  return problems.map(({ path, message }) => `  ${path === '' ? '' : `${path}: `}${message}`).join('\n');
}
