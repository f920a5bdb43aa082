/** Reads the items of a policy table: each is parsed once, and the mistakes of those that do not parse are kept. */
import { parseItem } from '../../core/policy/item.ts';
import { groupKey, isGroupKey } from '../../core/policy/key.ts';
import type { RoutePolicy } from '../../core/policy/item.ts';
import type { ParsedItems } from '../../core/policy/route-policy.ts';
import type { Parsed } from '../../core/parse.ts';
import { itemMistake } from './mistakes.ts';
import type { ItemMistake } from './mistakes.ts';

export interface Items {
  /** Keys of all items. An item that does not parse counts too: it closes its route. */
  readonly keys: ReadonlySet<string>;
  /** The key of each item whose key an earlier item has. */
  readonly repeated: readonly string[];
  readonly mistakes: readonly ItemMistake[];
  readonly parsed: ParsedItems;
  /** The keys of the routes that name a group, by the key of the group. */
  readonly members: ReadonlyMap<string, readonly string[]>;
  /** The keys of greedy routes, by what is before their parameter: `/files/` of `GET /files/{path+}`. */
  readonly greedy: ReadonlyMap<string, readonly string[]>;
}

/** Reads every item once, and calls `each` after each. */
export function readItems(
  items: readonly Readonly<Record<string, unknown>>[],
  vocabulary: readonly string[],
  each: () => void,
): Items {
  const parsed = new Map<string, Parsed<RoutePolicy>>();
  const repeated: string[] = [];
  const mistakes: ItemMistake[] = [];
  for (const [index, item] of items.entries()) {
    const key = typeof item.route === 'string' ? item.route.slice(0, 600) : `item ${index + 1}`;
    if (parsed.has(key)) repeated.push(key);
    const one = parseItem(key, item, vocabulary);
    parsed.set(key, one);
    if (!one.ok) mistakes.push(...one.error.map((mistake) => itemMistake(key, item, mistake)));
    each();
  }
  return {
    keys: new Set(parsed.keys()),
    greedy: greedyKeys(parsed.keys()),
    repeated,
    mistakes,
    parsed: { vocabulary, has: (key) => parsed.has(key), get: (key) => parsed.get(key) },
    members: membersOf(parsed),
  };
}

function membersOf(parsed: ReadonlyMap<string, Parsed<RoutePolicy>>): Items['members'] {
  const members = new Map<string, string[]>();
  for (const [key, one] of parsed) {
    if (!one.ok || one.value.group === undefined || isGroupKey(key)) continue;
    const group = groupKey(one.value.group);
    const known = members.get(group);
    if (known === undefined) members.set(group, [key]);
    else known.push(key);
  }
  return members;
}

function greedyKeys(keys: Iterable<string>): ReadonlyMap<string, readonly string[]> {
  const greedy = new Map<string, string[]>();
  for (const key of keys) {
    const before = /^\S+ (.*\/)\{[^{}]+\+\}$/.exec(key)?.[1];
    if (before !== undefined) greedy.set(before, [...(greedy.get(before) ?? []), key]);
  }
  return greedy;
}
