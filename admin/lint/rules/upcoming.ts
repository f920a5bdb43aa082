/** Announced changes that are in force already, have no effect, or come at two dates. */
import { isDeepStrictEqual } from 'node:util';
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
    id: 'upcoming-shadows',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item has fields that a change in force replaces: an edit of them has no effect.',
    remedy:
      'Move the fields of `upcoming` into the item, or remove `upcoming`. The command line does it when it writes the item.',
    check: (item, world) => {
      const { upcoming, ...own } = item.own;
      const at = upcoming?.effectiveAt;
      if (upcoming === undefined || at === undefined || at > world.now) return [];
      return shadowedFields(own, upcoming).map((field) => ({
        field,
        message: `${field} has no effect: upcoming.${field}, in force since ${timeText(at)}, replaces it. Write the fields of upcoming into the item, or remove upcoming`,
      }));
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

/** Those that stand in both, and say something else. */
function shadowedFields(own: object, upcoming: object): readonly string[] {
  const changed = new Map<string, unknown>(Object.entries(upcoming));
  return Object.entries(own).flatMap(([field, value]) =>
    changed.has(field) && !isDeepStrictEqual(changed.get(field), value) ? [field] : [],
  );
}

function hasNoEffect({ own }: Subject, { trust }: World): boolean {
  if (own.upcoming === undefined) return false;
  const [before, after = before] = versionsOf([own], trust.acr);
  return sameDemands(before.demands, after.demands, trust.acr);
}
