/** Items compared with the less specific items that would count without them. */
import type { GroupPolicy } from '../../../core/policy/item.ts';
import { loosenings } from '../../../core/policy/loosening.ts';
import { parsedLayers } from '../../../core/policy/route-policy.ts';
import type { LintRule } from '../rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const WILDCARD_RULES = [
  {
    id: 'repeats-wildcard',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item is the same as the less specific item that would count without it.',
    remedy: 'Remove it.',
    check: ({ own, fallbacks }, { items }) => {
      const [only] = fallbacks;
      if (only === undefined || fallbacks.size > 1) return [];
      const other = items.parsed.get(only);
      if (other?.ok !== true || textOf(own) !== textOf(other.value)) return [];
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
function textOf(policy: GroupPolicy): string {
  return JSON.stringify(Object.entries(policy).filter(([name]) => !RECORDS.includes(name)));
}

/** How many differences a message names. */
const MOST_PARTS = 3;

function weaker(item: Subject, otherKey: string, { items, trust }: World): string[] {
  const other = items.parsed.get(otherKey);
  // An item below a deny is there to open a route, as one below no item is.
  if (other?.ok !== true || other.value.deny === true) return [];
  const before = parsedLayers(otherKey, items.parsed)?.layers;
  const parts = loosenings(before?.ok === true ? before.value : [], item.layers, trust.acr);
  if (parts.length === 0) return [];
  const more = parts.length > MOST_PARTS ? `; and ${parts.length - MOST_PARTS} more` : '';
  return [
    `it asks for less than ${otherKey}, which would count without it (${parts.slice(0, MOST_PARTS).join('; ')}${more}): check that this is intended`,
  ];
}
