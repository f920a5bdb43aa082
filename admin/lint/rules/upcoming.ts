/** Announced changes that are over, or change nothing, or come in two steps. */
import { versionsOf } from '../../../core/policy/versions.ts';
import { timeText } from '../../moment.ts';
import type { LintRule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const UPCOMING_RULES = [
  {
    id: 'upcoming-past',
    scope: 'item',
    severity: 'warning',
    meaning: 'The announced change is in force already.',
    remedy: 'Fold it into the item: write its fields in place of the old ones, and remove `upcoming`.',
    check: (item, world) => {
      const at = item.own.upcoming?.effectiveAt;
      if (at === undefined || at > world.now || changesNothing(item, world)) return [];
      return [
        `upcoming is in force since ${timeText(at)}: write its fields in place of those of the item, and remove it`,
      ];
    },
  },
  {
    id: 'upcoming-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'The announced change changes nothing.',
    remedy: 'Remove it, or correct it.',
    check: (item, world) =>
      changesNothing(item, world)
        ? ['upcoming asks for what the item asks for already: remove it, or correct it']
        : [],
  },
  {
    id: 'upcoming-at-two-dates',
    scope: 'item',
    severity: 'warning',
    meaning: 'A route and its group change at different dates: between them, a mixture holds.',
    remedy: 'Give both the same `effectiveAt`, unless the mixture is meant.',
    check: ({ own, group }, { now }) => {
      const [at, groupAt] = [own, group].map((layer) => layer?.upcoming?.effectiveAt);
      if (at === undefined || groupAt === undefined) return [];
      if (at <= now || groupAt <= now || at === groupAt) return [];
      return [
        `upcoming.effectiveAt is ${timeText(at)}, that of its group ${timeText(groupAt)}: give both the same, unless the mixture between them is meant`,
      ];
    },
  },
] as const satisfies readonly LintRule[];

function changesNothing({ own }: Subject, { trust }: World): boolean {
  if (own.upcoming === undefined) return false;
  const [before, after] = versionsOf([own], trust.acr).map(({ demands }) => JSON.stringify(demands));
  return before === after;
}
