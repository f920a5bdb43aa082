/** Reads the policy of a route from items: the item that counts and, if it names a group, the group's item. */
import type { AcrVocabulary } from './acr.ts';
import { parseItem } from './item.ts';
import type { GroupPolicy, Item, RoutePolicy } from './item.ts';
import { groupKey, isGroupKey } from './key.ts';
import type { Mistake, Parsed } from '../parse.ts';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { candidatesOf, countingKey } from './precedence.ts';
import type { ExistingKeys } from './precedence.ts';
import { mistakesIn } from './rules.ts';
import { versionsOf } from './versions.ts';
import type { PolicyVersions } from './versions.ts';

/** Items by their key, as plain values. A Map is one. */
export interface PolicyItems extends ExistingKeys {
  readonly get: (key: string) => Item | undefined;
}

/** Items by their key, each parsed when it is first asked for. */
export interface ParsedItems extends ExistingKeys {
  readonly vocabulary: AcrVocabulary;
  readonly get: (key: string) => Parsed<RoutePolicy> | undefined;
}

/**
 * `target` is what a grant for the route is bound to (`grantTarget`). `spends` is the item whose one use a once-only grant
 * spends: one use for all routes that the item covers.
 */
export interface FoundPolicy {
  readonly kind: 'found';
  readonly item: string;
  readonly target: string;
  readonly spends: string;
  readonly versions: PolicyVersions;
}

/** An item that cannot be used, which closes its route. `item` is its key. */
export interface InvalidPolicy {
  readonly kind: 'invalid';
  readonly item: string;
  readonly mistakes: readonly Mistake[];
}

/** The result of looking up the policy of a route. */
export type PolicyLookup = FoundPolicy | { readonly kind: 'missing' } | InvalidPolicy;

/** What one item says, together with its group's item. */
export interface ItemReading {
  /** The key of the group that the item names. */
  readonly group: string | undefined;
  readonly lookup: FoundPolicy | InvalidPolicy;
  /** The policies that apply together, the group's before the item's own. Empty where the item cannot be used. */
  readonly layers: readonly GroupPolicy[];
}

/** What the items say about one route. */
export interface RouteReading {
  /** The key of the item that counts; undefined where the route has no item. */
  readonly item: string | undefined;
  readonly group: string | undefined;
  readonly lookup: PolicyLookup;
  readonly layers: readonly GroupPolicy[];
}

/** Items, each of which is parsed at most once. */
export function parsedItems(items: PolicyItems, vocabulary: AcrVocabulary): ParsedItems {
  const known = new Map<string, Parsed<RoutePolicy>>();
  return {
    vocabulary,
    has: (key) => items.has(key),
    get: (key) => {
      const item = items.get(key);
      if (item === undefined) return undefined;
      const parsed = known.get(key) ?? parseItem(key, item, vocabulary);
      known.set(key, parsed);
      return parsed;
    },
  };
}

/** The policy of a route, `METHOD /template`: that of the most specific item that exists. */
export function readRoutePolicy(route: string, items: ParsedItems): RouteReading {
  const item = countingKey(candidatesOf(route), items);
  const reading = item === undefined ? undefined : readItemPolicy(item, items, route);
  return reading === undefined
    ? { item: undefined, group: undefined, lookup: { kind: 'missing' }, layers: [] }
    : { item, ...reading };
}

/**
 * The policy that the item of `key` gives to a route for which it counts; undefined where there is no such item. The
 * item of a group may be incomplete: its routes may add what it lacks.
 */
export function readItemPolicy(key: string, items: ParsedItems, route = key): ItemReading | undefined {
  const parsed = parsedLayers(key, items);
  if (parsed === undefined) return undefined;
  const { group, layers } = parsed;
  if (!layers.ok) return { group, lookup: layers.error, layers: [] };
  const versions = versionsOf(layers.value, items.vocabulary);
  // A later version closes the routes from its moment on, and not today.
  const mistakes = isGroupKey(key) ? [] : mistakesIn(versions[0].demands);
  const found = {
    kind: 'found',
    item: key,
    target: grantTarget(route, group),
    spends: group ?? key,
    versions,
  } as const;
  return mistakes.length === 0
    ? { group, lookup: found, layers: layers.value }
    : { group, lookup: { kind: 'invalid', item: key, mistakes }, layers: [] };
}

/**
 * What a grant for a route is bound to: the group of the route, so that one grant opens each route of the group, or the
 * route itself.
 */
function grantTarget(route: string, group: string | undefined): string {
  return group ?? route;
}

/** An item and the group that it names, both parsed. Whether a sign-in can meet their demands is not checked. */
export interface ParsedLayers {
  readonly group: string | undefined;
  readonly layers: Result<readonly [RoutePolicy, ...RoutePolicy[]], InvalidPolicy>;
}

/** Undefined where there is no such item. */
export function parsedLayers(key: string, items: ParsedItems): ParsedLayers | undefined {
  const own = items.get(key);
  if (own === undefined) return undefined;
  if (!own.ok) return { group: undefined, layers: invalid(key, own.error) };
  if (own.value.group === undefined) return { group: undefined, layers: success([own.value]) };
  const group = groupKey(own.value.group);
  const shared = items.get(group);
  if (shared === undefined) {
    return { group, layers: invalid(group, [{ field: 'group', message: `there is no item ${group}` }]) };
  }
  return {
    group,
    layers: shared.ok ? success([shared.value, own.value]) : invalid(group, shared.error),
  };
}

function invalid(item: string, mistakes: readonly Mistake[]): Result<never, InvalidPolicy> {
  return failure({ kind: 'invalid', item, mistakes });
}

/** The policies that an item gives, the group's first; empty where there is no such item, or it cannot be used. */
export function layersOf(key: string, items: ParsedItems): readonly GroupPolicy[] {
  return readItemPolicy(key, items)?.layers ?? [];
}

/** Why no sign-in will be able to meet a change: from its moment on, it closes the route. */
export function mistakesToCome({ versions: [, ...later] }: FoundPolicy): readonly Mistake[] {
  return later
    .flatMap(({ demands }) => mistakesIn(demands))
    .map(({ field, message }) => ({ field: `upcoming.${field}`, message }));
}
