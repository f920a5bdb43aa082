/** Items compared with the less specific items that would count without them. */
import type { AcrVocabulary } from '../../../core/policy/acr.ts';
import type { RoutePolicy } from '../../../core/policy/item.ts';
import { loosenings } from '../../../core/policy/edits/loosening.ts';
import { parsedLayers } from '../../../core/policy/route-policy.ts';
import { versionsOf } from '../../../core/policy/versions.ts';
import type { LintRule } from '../lint-rule.ts';
import { sameDemands } from '../same-demands.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const WILDCARD_RULES = [
  {
    id: 'repeats-wildcard',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item asks for the same as the less specific item that would count without it.',
    remedy: 'Remove it.',
    check: ({ own, fallbacks }, { items, trust }) => {
      const [only] = fallbacks;
      if (only === undefined || fallbacks.size > 1) return [];
      const other = items.parsed.get(only);
      if (other?.ok !== true || !isSame(own, other.value, trust.acr)) return [];
      return [`it asks for the same as ${only}, which would count without it: remove it`];
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

/** Whether both name the same group, and ask for the same at the same dates. */
function isSame(a: RoutePolicy, b: RoutePolicy, vocabulary: AcrVocabulary): boolean {
  if (a.group !== b.group) return false;
  const [as, bs] = [versionsOf([a], vocabulary), versionsOf([b], vocabulary)];
  return (
    as.length === bs.length &&
    as.every(({ from, demands }, index) => {
      const other = bs[index];
      return from === other?.from && sameDemands(demands, other.demands, vocabulary);
    })
  );
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
