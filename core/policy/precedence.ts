/**
 * Which policy item counts for a route: the most specific one that exists, alone.
 *
 * An item therefore matters to more than its own text: while it exists it hides the items below it, and an item above
 * it hides it.
 */
import { isGroupKey, METHODS } from './item.ts';

/** A DynamoDB BatchGetItem takes 100 keys (Amazon DynamoDB API reference): more candidates cannot be looked up. */
export const MOST_CANDIDATES = 100;

/** A longer template has no route: its item is refused by its form (core/policy/item.ts). In characters. */
const LONGEST_TEMPLATE = 512;

/** Which keys have an item. */
export interface ExistingKeys {
  readonly has: (key: string) => boolean;
}

/**
 * The keys under which the policy of a route may stand, most specific first: the route itself, the same template for
 * any method, then `/*` under each ancestor. `/payments/*` does not match `/payments`.
 */
export function policyCandidates(method: string, template: string): readonly string[] {
  const segments = template.split('/').slice(1, -1);
  const wildcards = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/*`).toReversed();
  const patterns = template === '/' ? ['/'] : [template, ...wildcards, '/*'];
  return [...new Set(patterns.flatMap((pattern) => [`${method} ${pattern}`, `ANY ${pattern}`]))];
}

/** The candidates of a route as it is written in policy keys and logs: `METHOD /template`. */
export function candidatesOf(route: string): readonly string[] {
  const [method = '', template = ''] = route.split(' ', 2);
  return policyCandidates(method, template);
}

/** The key of the item that counts; undefined where no candidate has an item. */
export function countingKey(keys: readonly string[], items: ExistingKeys): string | undefined {
  return keys.find((key) => items.has(key));
}

/** The candidates of the routes of one method that a key covers, parted at that key. */
export interface Neighbours {
  readonly method: string;
  /** More specific: an item of these hides the key's own. */
  readonly above: readonly string[];
  /** Less specific: hidden by the key's own item. */
  readonly below: readonly string[];
}

/** `ANY` covers methods without a key of their own here, such as OPTIONS: they are found under ANY alone. */
const COVERED_BY_ANY = [...METHODS, 'ANY'];

/**
 * What stands above and below the item of a route, for each method that its key covers. A wildcard's own path stands
 * for every path that it covers: the keys above it differ among those paths and are left out, the keys below are the
 * same. Empty for the key of a group, and for a key that no route looks up.
 */
export function neighbours(key: string): readonly Neighbours[] {
  const [method = '', template = ''] = key.split(' ', 2);
  if (isGroupKey(key) || !template.startsWith('/') || template.length > LONGEST_TEMPLATE) return [];
  return (method === 'ANY' ? COVERED_BY_ANY : [method]).flatMap((one) => {
    const keys = policyCandidates(one, template);
    const at = keys.indexOf(key);
    return at === -1 || keys.length > MOST_CANDIDATES
      ? []
      : [{ method: one, above: keys.slice(0, at), below: keys.slice(at + 1) }];
  });
}

/** Every key that may count in the place of `key`, itself included: what has to be known to assess its change. */
export function neighbourKeys(key: string): readonly string[] {
  return [...new Set([key, ...neighbours(key).flatMap(({ above, below }) => [...above, ...below])])];
}

/** The keys that count where the item of `key` does not exist: for each method, unless an item above it counts. */
export function keysUncoveredBy(key: string, items: ExistingKeys): readonly string[] {
  const found = neighbours(key).flatMap(({ above, below }) =>
    countingKey(above, items) === undefined ? (countingKey(below, items) ?? []) : [],
  );
  return [...new Set(found)];
}
