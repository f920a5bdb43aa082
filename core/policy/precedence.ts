/**
 * Which policy item counts for a route: only the most specific one that exists.
 *
 * So an item hides the less specific items ("below" it) while it exists, and a more specific item ("above" it) hides it.
 */
import { isGroupKey, methodsOf, partsOf } from './key.ts';

/** A DynamoDB BatchGetItem takes 100 keys (Amazon DynamoDB API reference): more candidates cannot be looked up. */
export const MOST_CANDIDATES = 100;

/** No route has a longer template: the schema of items refuses it (core/policy/item.ts). In characters. */
const LONGEST_TEMPLATE = 512;

/** Which keys have an item. */
export interface ExistingKeys {
  readonly has: (key: string) => boolean;
}

/**
 * The keys that the policy item of a route may have, most specific first: the route itself, the same template for any
 * method, then `/*` under each ancestor. `/payments/*` does not match `/payments`.
 */
export function policyCandidates(method: string, template: string): readonly string[] {
  const segments = template.split('/').slice(1, -1);
  const wildcards = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/*`).toReversed();
  const patterns = template === '/' ? ['/'] : [template, ...wildcards, '/*'];
  return [...new Set(patterns.flatMap((pattern) => [`${method} ${pattern}`, `ANY ${pattern}`]))];
}

/** The candidates of a route that is written as in policy keys and logs: `METHOD /template`. */
export function candidatesOf(route: string): readonly string[] {
  return policyCandidates(...partsOf(route));
}

/** The key of the item that counts; undefined where no candidate has an item. */
export function countingKey(keys: readonly string[], items: ExistingKeys): string | undefined {
  return keys.find((key) => items.has(key));
}

/** The candidates of the routes of one method that a key covers, divided at that key. */
export interface Neighbours {
  readonly method: string;
  /** More specific: an item of one of these keys hides the key's own item. */
  readonly above: readonly string[];
  /** Less specific: hidden by the key's own item. */
  readonly below: readonly string[];
}

/**
 * The keys above and below the item of a route, for each method that its key covers. For a wildcard, the keys below are
 * the same for every path that it covers; the keys above differ from path to path, and are left out. Empty for the key
 * of a group, and for a key that no route looks up.
 */
export function neighbours(key: string): readonly Neighbours[] {
  const [method, template] = partsOf(key);
  if (isGroupKey(key) || !template.startsWith('/') || template.length > LONGEST_TEMPLATE) return [];
  // `ANY` stands by itself too, for methods that are not protected, such as OPTIONS: only keys with ANY count for them.
  return [...new Set([...methodsOf(method), method])].flatMap((one) => {
    const keys = policyCandidates(one, template);
    const at = keys.indexOf(key);
    return at === -1 || keys.length > MOST_CANDIDATES
      ? []
      : [{ method: one, above: keys.slice(0, at), below: keys.slice(at + 1) }];
  });
}

/** `key` and every key that may count instead of it: the keys that must be read to assess an edit of its item. */
export function neighbourKeys(key: string): readonly string[] {
  return [...new Set([key, ...neighbours(key).flatMap(({ above, below }) => [...above, ...below])])];
}

/** The keys that count if the item of `key` does not exist: for each method for which no item above it exists. */
export function keysUncoveredBy(key: string, items: ExistingKeys): readonly string[] {
  const found = neighbours(key).flatMap(({ above, below }) =>
    countingKey(above, items) === undefined ? (countingKey(below, items) ?? []) : [],
  );
  return [...new Set(found)];
}
