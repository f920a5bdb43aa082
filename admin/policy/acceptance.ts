/** Whether a change is accepted: not with mistakes, and not if it loosens unless that is meant. */
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ChangeAssessment } from './assessment.ts';

/** Lines of a list in an error message, at most. The facts have all. */
const MOST_LINES = 50;

/** Throws an AdminRefusal for a change that lint refuses, or that loosens without `loosen`. */
export function requireAcceptable({ errors, loosened }: ChangeAssessment, loosen: boolean): void {
  if (errors.length > 0) {
    const lines = errors.map(({ route, rule, message }) => `  ${route}: ${message} (${rule})`);
    throw new AdminRefusal('policy_invalid', `invalid policy, nothing was changed:\n${listOf(lines)}`, {
      findings: errors,
    });
  }
  if (loosened.size === 0 || loosen) return;
  throw new AdminRefusal(
    'policy_loosens',
    `this lets through who was refused before, and nothing was changed:\n${listOf(loosenedLines(loosened))}\nAdd --loosen if that is meant.`,
    { loosens: Object.fromEntries(loosened) },
  );
}

export function loosenedLines(loosened: ChangeAssessment['loosened']): string[] {
  return [...loosened].flatMap(([key, parts]) => parts.map((part) => `  ${key}: ${part}`));
}

function listOf(lines: readonly string[]): string {
  const more = lines.length - MOST_LINES;
  return [...lines.slice(0, MOST_LINES), ...(more > 0 ? [`  and ${more} more`] : [])].join('\n');
}
