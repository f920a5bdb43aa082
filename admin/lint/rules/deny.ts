/** Demands beside a deny. */
import type { LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';
import type { WrittenDemands } from '../written-demands.ts';

export const DENY_RULES = [
  {
    id: 'deny-with-demands',
    scope: 'item',
    severity: 'warning',
    meaning: 'Other demands beside `deny: true` have no effect.',
    remedy: 'Remove the other demands, or remove `deny`.',
    check: (item) =>
      [...item.demands.map((one) => besideDeny(item, one)), besideUpcomingDeny(item)]
        .filter(({ others }) => others.length > 0)
        .map(({ at, others }) => ({
          field: at,
          message: `${at} is true, so ${others.join(', ')} beside it has no effect: remove one or the other`,
        })),
  },
] as const satisfies readonly LintRule[];

/** The other demands that stand beside the deny that is written at `at`. */
interface BesideDeny {
  readonly at: string;
  readonly others: readonly string[];
}

function besideDeny({ own }: Subject, { demands, at }: WrittenDemands): BesideDeny {
  const field = at('deny');
  // The other demands of the item hold until the announced deny does.
  if (demands.deny !== true || field === 'upcoming.deny') return { at: field, others: [] };
  return { at: field, others: othersIn(field === 'deny' ? own : demands) };
}

function besideUpcomingDeny({ own: { upcoming } }: Subject): BesideDeny {
  return { at: 'upcoming.deny', others: upcoming?.deny === true ? othersIn(upcoming) : [] };
}

const OTHERS = ['acr', 'acrValues', 'maxAge', 'scopes', 'grant', 'rules'];

function othersIn(demands: object): readonly string[] {
  return OTHERS.filter((field) => Object.hasOwn(demands, field));
}
