/** The review of a policy change that is not made yet, for the page. */
import { differenceOf } from '../../admin/policy/difference.ts';
import { fingerprint } from '../../admin/policy/item-fields.ts';
import type { PolicyReview } from '../../admin/policy/review-policy.ts';
import type { AdminRefusal } from '../../admin/refusals/refusal.ts';
import type { Finding, Review } from '../wire/policy.ts';
import { refusedBy } from './failure.ts';
import { fieldLines } from './field-lines.ts';

/** `text` is the text that was reviewed: findings name its lines. Empty where the item would be deleted. */
export function reviewOf(review: PolicyReview, text: string): Review {
  const { route, stamp, before, after, errors, loosened, findings } = review;
  const same = before !== undefined && after !== undefined && fingerprint(before) === fingerprint(after);
  const ofOthers = errors.filter((one) => one.route !== route);
  const lineOf = fieldLines(text);
  const ofText = findings
    .filter((one) => one.route === route)
    .map((one) => ({ ...one, line: one.field === undefined ? undefined : lineOf(one.field) }));
  return {
    route,
    verdict: errors.length > 0 ? 'refused' : loosened.size > 0 ? 'loosens' : 'fine',
    opens: [...loosened].flatMap(([key, parts]) => parts.map((what) => ({ route: key, what }))),
    findings: [...ofOthers, ...ofText],
    difference: same ? [] : differenceOf(route, before, after),
    stamp,
  };
}

/** The review of a text that is not read, or of a route that is not one. */
export function unreadable(route: string, refusal: AdminRefusal, stamp: string): Review {
  const syntax = syntaxFinding(route, refusal);
  return {
    route,
    verdict: 'refused',
    refusal: syntax === undefined ? refusedBy(refusal) : undefined,
    opens: [],
    findings: syntax === undefined ? [] : [syntax],
    difference: [],
    stamp,
  };
}

function syntaxFinding(
  route: string,
  { facts: { line, column, reason } }: AdminRefusal,
): Finding | undefined {
  if (typeof line !== 'number') return undefined;
  const message = `column ${String(column)}: ${String(reason)}`;
  return { route, severity: 'error', rule: 'syntax', message, line };
}
