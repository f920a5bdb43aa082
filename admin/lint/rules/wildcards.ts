/** Items compared with the less specific items that would count without them. */
import { groupKey } from '../../../core/policy/item.ts';
import type { RoutePolicy } from '../../../core/policy/item.ts';
import { loosenings } from '../../../core/policy/loosening.ts';
import type { LintRule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import { layersOf } from '../versions.ts';
import type { World } from '../world.ts';

export const WILDCARD_RULES = [
  {
    id: 'repeats-wildcard',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item is the same as the less specific item that would count without it.',
    remedy: 'Remove it.',
    check: ({ key, fallbacks }, { items: { routes } }) => {
      const [only] = fallbacks;
      if (only === undefined || fallbacks.size > 1) return [];
      const [own, other] = [routes.get(key), routes.get(only)];
      if (own === undefined || other === undefined || textOf(own) !== textOf(other)) return [];
      return [`it is the same as ${only}, which would count without it: remove it`];
    },
  },
  {
    id: 'weaker-than-wildcard',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item asks for less than the less specific item that would count without it.',
    remedy: 'Check that this is intended.',
    check: (item, world) =>
      [...item.fallbacks].flatMap((other) => (other === undefined ? [] : weaker(item, other, world))),
  },
] as const satisfies readonly LintRule[];

const RECORDS = ['route', 'description', 'version', 'updatedAt', 'updatedBy'];

/** The fields of an item but for its records. The schema puts them into one order. */
function textOf(policy: RoutePolicy): string {
  return JSON.stringify(Object.entries(policy).filter(([name]) => !RECORDS.includes(name)));
}

/** How many differences a message names. */
const MOST_PARTS = 3;

function weaker(item: Subject, otherKey: string, { items, trust }: World): string[] {
  const other = items.routes.get(otherKey);
  // An item below a deny is there to open a route, as one below no item is.
  if (other === undefined || other.deny === true) return [];
  const group = other.group === undefined ? undefined : items.groups.get(groupKey(other.group));
  const isClosed = other.group !== undefined && group === undefined;
  const before = isClosed ? [] : layersOf({ own: other, group });
  const parts = loosenings(before, layersOf(item), trust.acr);
  if (parts.length === 0) return [];
  const more = parts.length > MOST_PARTS ? `; and ${parts.length - MOST_PARTS} more` : '';
  return [
    `it asks for less than ${otherKey}, which would count without it (${parts.slice(0, MOST_PARTS).join('; ')}${more}): check that this is intended`,
  ];
}
