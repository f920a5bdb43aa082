/** The places around a policy item: where the policy of the routes that it covers may stand as well. */
import { isGroupKey, METHODS, MOST_CANDIDATES, policyCandidates } from './item.ts';

/** For one method: the keys that come before an item's own, and those that come after it, most specific first. */
interface Places {
  readonly over: readonly string[];
  readonly under: readonly string[];
}

/** A key has no longer path, or its item is not usable (core/policy/item.ts). */
const LONGEST_PATH = 512;

/**
 * For each method that the key of a route's item covers. None for a group, and for a key that is none or is nested
 * so deep that no route looks there. A wildcard's own path stands for all that it covers: what comes before it
 * among them differs, what comes after it does not.
 */
export function placesAround(key: string): readonly Places[] {
  const [method = '', path = ''] = key.split(' ', 2);
  if (isGroupKey(key) || !path.startsWith('/') || path.length > LONGEST_PATH) return [];
  return METHODS.filter((one) => method === 'ANY' || method === one).flatMap((one) => {
    const candidates = policyCandidates(one, path);
    const at = candidates.indexOf(key);
    if (at === -1 || candidates.length > MOST_CANDIDATES) return [];
    return [{ over: candidates.slice(0, at), under: candidates.slice(at + 1) }];
  });
}

/** All keys of these places. */
export function keysOf(places: readonly Places[]): readonly string[] {
  return [...new Set(places.flatMap(({ over, under }) => [...over, ...under]))];
}

/** The items that hold where the one in the middle is not: for each method, unless a more specific one holds anyway. */
export function beneath(places: readonly Places[], exists: (key: string) => boolean): readonly string[] {
  const found = places.flatMap(({ over, under }) => (over.some(exists) ? [] : (under.find(exists) ?? [])));
  return [...new Set(found)];
}
