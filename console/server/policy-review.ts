/** The review of a policy change that is not made yet, for the page. */
import { differenceOf } from '../../admin/policy/difference.ts';
import { fingerprint } from '../../admin/policy/item-fields.ts';
import type { PolicyReview } from '../../admin/policy/review-policy.ts';
import type { AdminRefusal } from '../../admin/refusal.ts';
import type { Finding, Review } from '../wire/policy.ts';
import { lineOfField } from './field-lines.ts';

/** `text` is the text that was reviewed: findings name its lines. Empty where the item would be deleted. */
export function reviewOf(review: PolicyReview, text: string): Review {
  const { route, stamp, before, after, errors, loosened, findings } = review;
  const others = errors.filter((one) => one.route !== route);
  const same = before !== undefined && after !== undefined && fingerprint(before) === fingerprint(after);
  return {
    verdict: errors.length > 0 ? 'refused' : loosened.size > 0 ? 'loosens' : 'fine',
    refusal:
      others.length === 0
        ? undefined
        : others.map(({ route: key, message, rule }) => `${key}: ${message} (${rule})`).join('\n'),
    opens: [...loosened].flatMap(([key, parts]) => parts.map((part) => `${key}: ${part}`)),
    findings: findings
      .filter((one) => one.route === route)
      .map((one) => ({ ...one, line: one.field === undefined ? undefined : lineOfField(text, one.field) })),
    difference: same ? [] : differenceOf(route, before, after),
    stamp,
  };
}

/** The review of a text that is not read, or of a route that is not one. */
export function unreadable(refusal: AdminRefusal, stamp: string): Review {
  const syntax = syntaxFinding(refusal);
  return {
    verdict: 'refused',
    refusal: syntax === undefined ? refusal.message : undefined,
    opens: [],
    findings: syntax === undefined ? [] : [syntax],
    difference: [],
    stamp,
  };
}

function syntaxFinding({ facts: { line, column, reason } }: AdminRefusal): Finding | undefined {
  if (typeof line !== 'number') return undefined;
  return { severity: 'error', rule: 'syntax', message: `column ${String(column)}: ${String(reason)}`, line };
}
