/** Reads the items of a policy table: the policies of those that parse, and the mistakes of the others. */
import { groupKey, isGroupKey, parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import type { GroupPolicy, RoutePolicy } from '../../core/policy/item.ts';
import { itemMistake } from './mistakes.ts';
import type { ItemMistake } from './mistakes.ts';

export interface Items {
  /** Keys of all items. An item that does not parse counts too: it closes its route. */
  readonly keys: ReadonlySet<string>;
  /** The key of each item whose key an earlier item has. */
  readonly repeated: readonly string[];
  readonly mistakes: readonly ItemMistake[];
  readonly routes: ReadonlyMap<string, RoutePolicy>;
  readonly groups: ReadonlyMap<string, GroupPolicy>;
  /** The keys of the routes that name a group, by the key of the group. */
  readonly members: ReadonlyMap<string, readonly string[]>;
}

/** Reads every item once, and calls `each` after each. */
export function readItems(
  items: readonly Readonly<Record<string, unknown>>[],
  vocabulary: readonly string[],
  each: () => void,
): Items {
  const keys = new Set<string>();
  const repeated: string[] = [];
  const mistakes: ItemMistake[] = [];
  const routes = new Map<string, RoutePolicy>();
  const groups = new Map<string, GroupPolicy>();
  for (const [index, item] of items.entries()) {
    const key = typeof item.route === 'string' ? item.route.slice(0, 600) : `item ${index + 1}`;
    if (keys.has(key)) repeated.push(key);
    keys.add(key);
    if (isGroupKey(key)) {
      const parsed = parseGroupItem(item, vocabulary);
      if (parsed.ok) groups.set(key, parsed.value);
      else mistakes.push(...parsed.mistakes.map((one) => itemMistake(key, item, one)));
    } else {
      const parsed = parsePolicyItem(item, vocabulary);
      if (parsed.ok) routes.set(key, parsed.value);
      else mistakes.push(...parsed.mistakes.map((one) => itemMistake(key, item, one)));
    }
    each();
  }
  return { keys, repeated, mistakes, routes, groups, members: membersOf(routes) };
}

function membersOf(routes: Items['routes']): Items['members'] {
  const members = new Map<string, string[]>();
  for (const [key, { group }] of routes) {
    if (group === undefined) continue;
    const known = members.get(groupKey(group));
    if (known === undefined) members.set(groupKey(group), [key]);
    else known.push(key);
  }
  return members;
}
