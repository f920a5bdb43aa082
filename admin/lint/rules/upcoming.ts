/** Announced changes that are in force already, have no effect, or come at two dates. */
import { versionsOf } from '../../../core/policy/versions.ts';
import { timeText } from '../../moment.ts';
import type { LintRule } from '../lint-rule.ts';
import { sameDemands } from '../same-demands.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const UPCOMING_RULES = [
  {
    id: 'upcoming-past',
    scope: 'item',
    severity: 'warning',
    meaning: 'The announced change is in force already.',
    remedy: 'Move the fields of `upcoming` into the item, in place of the old ones, and remove `upcoming`.',
    check: (item, world) => {
      const at = item.own.upcoming?.effectiveAt;
      if (at === undefined || at > world.now || hasNoEffect(item, world)) return [];
      return [
        {
          field: 'upcoming',
          message: `upcoming is in force since ${timeText(at)}: move its fields into the item, in place of the old ones, and remove upcoming`,
        },
      ];
    },
  },
  {
    id: 'upcoming-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'The announced change has no effect.',
    remedy: 'Remove it, or correct it.',
    check: (item, world) =>
      hasNoEffect(item, world)
        ? [
            {
              field: 'upcoming',
              message: 'upcoming asks for the same as the item: remove it, or correct it',
            },
          ]
        : [],
  },
  {
    id: 'upcoming-at-two-dates',
    scope: 'item',
    severity: 'warning',
    meaning:
      'A route and its group change at different dates. Between the dates, only one of them is changed.',
    remedy: 'Give both the same `effectiveAt`, unless this is intended.',
    check: ({ own, group }, { now }) => {
      const [at, groupAt] = [own, group].map((layer) => layer?.upcoming?.effectiveAt);
      if (at === undefined || groupAt === undefined) return [];
      if (at <= now || groupAt <= now || at === groupAt) return [];
      return [
        {
          field: 'upcoming.effectiveAt',
          message: `upcoming.effectiveAt is ${timeText(at)}, that of its group is ${timeText(groupAt)}: give both the same date, unless two dates are intended`,
        },
      ];
    },
  },
] as const satisfies readonly LintRule[];

function hasNoEffect({ own }: Subject, { trust }: World): boolean {
  if (own.upcoming === undefined) return false;
  const [before, after = before] = versionsOf([own], trust.acr);
  return sameDemands(before.demands, after.demands, trust.acr);
}
