/** Items beside the less specific ones that would count without them. */
import { loosenings } from '../../core/policy/loosening.ts';
import { groupKey, METHODS } from '../../core/policy/item.ts';
import { MOST_CANDIDATES, policyCandidates } from '../../core/policy/precedence.ts';
import type { RoutePolicy } from '../../core/policy/item.ts';
import { partsOf } from './coverage.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Items } from './items.ts';
import { layersOf } from './subject.ts';

/** As many as tell what is meant. */
const MOST_PARTS = 3;

/** Looks each item's less specific ones up by their keys, so that the work grows with the items alone. */
export function wildcardFindings(
  key: string,
  own: RoutePolicy,
  items: Items,
  vocabulary: readonly string[],
): Finding[] {
  const below = uncoveredBy(key, items.keys);
  const [only] = below;
  if (below.size === 1 && typeof only === 'string') {
    const other = items.routes.get(only);
    if (other !== undefined && saidBy(other) === saidBy(own))
      return [
        finding(
          'repeats-wildcard',
          key,
          `it says the same as ${only}, which would count without it: remove it`,
        ),
      ];
  }
  return [...below].flatMap((other) =>
    other === undefined ? [] : weaker(key, own, other, items, vocabulary),
  );
}

/** What would count without the item, for each of its methods; undefined where it would be closed. */
function uncoveredBy(key: string, keys: ReadonlySet<string>): ReadonlySet<string | undefined> {
  const [method, template] = partsOf(key);
  if (template.split('/').length * 2 > MOST_CANDIDATES) return new Set();
  return new Set(
    (method === 'ANY' ? METHODS : [method]).map((one) => {
      const candidates = policyCandidates(one, template);
      return candidates.slice(candidates.indexOf(key) + 1).find((candidate) => keys.has(candidate));
    }),
  );
}

const RECORDS = ['route', 'description', 'version', 'updatedAt', 'updatedBy'];

/** The schema gives the fields in one order, whatever theirs was. */
function saidBy(policy: RoutePolicy): string {
  return JSON.stringify(Object.entries(policy).filter(([name]) => !RECORDS.includes(name)));
}

function weaker(
  key: string,
  own: RoutePolicy,
  otherKey: string,
  items: Items,
  vocabulary: readonly string[],
): Finding[] {
  const other = items.routes.get(otherKey);
  // Below a deny, as below no item at all, each item is meant to open something.
  if (other === undefined || other.deny === true) return [];
  const [before, after] = [other, own].map((policy) => {
    const group = policy.group === undefined ? undefined : items.groups.get(groupKey(policy.group));
    return policy.group !== undefined && group === undefined ? [] : layersOf({ own: policy, group });
  });
  const parts = loosenings(before ?? [], after ?? [], vocabulary);
  if (parts.length === 0) return [];
  const more = parts.length > MOST_PARTS ? `; and ${parts.length - MOST_PARTS} more` : '';
  return [
    finding(
      'weaker-than-wildcard',
      key,
      `it asks for less than ${otherKey}, which would count without it (${parts.slice(0, MOST_PARTS).join('; ')}${more}): make sure that it is meant`,
    ),
  ];
}
