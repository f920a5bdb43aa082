/**
 * What a change of items makes looser for requests.
 *
 * The most specific item counts alone, so an item matters to more than its own text: deleting one uncovers the next,
 * inserting one shadows it. For each key that changes, and each method that it covers, what counted before is compared
 * with what counts after.
 */
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { loosenings } from '../../core/policy/loosening.ts';
import { layersOf } from '../../core/policy/edit.ts';
import { groupKey, isGroupKey, METHODS, policyCandidates } from '../../core/policy/item.ts';
import type { Item } from './item-fields.ts';

/** The item of a key at a moment; none where there is none. */
export type Items = (key: string) => Item | undefined;

/** `ANY` stands for the methods that have no name here, such as OPTIONS. */
const ANY_METHOD = [...METHODS, 'ANY'];

/** The keys that may count in the place of `key`, itself included: what has to be known to judge its change. */
export function neighbours(key: string): readonly string[] {
  return isGroupKey(key) ? [key] : [...new Set(candidateLists(key).flat())];
}

/** The key of the group that an item names. */
export function groupOf(item: Item | undefined): string | undefined {
  return typeof item?.group === 'string' ? groupKey(item.group) : undefined;
}

/**
 * In words, what asks for less where `key` counts. Of a group's key: what the group itself asks for; its routes are
 * judged by their own keys.
 */
export function loosenedBy(
  key: string,
  before: Items,
  after: Items,
  vocabulary: AcrVocabulary,
  now: number,
): readonly string[] {
  const layers = (at: string | undefined, items: Items) =>
    at === undefined ? [] : layersOf(at, items(at), items, vocabulary);
  if (isGroupKey(key)) {
    return loosenings(layers(key, before), layers(key, after), vocabulary, now);
  }
  const pairs = new Map(
    candidateLists(key).map((candidates) => {
      const was = candidates.find((candidate) => before(candidate) !== undefined);
      const is = candidates.find((candidate) => after(candidate) !== undefined);
      return [`${was ?? ''} ${is ?? ''}`, { was, is }] as const;
    }),
  );
  return [...pairs.values()].flatMap(({ was, is }) => {
    const looser = loosenings(layers(was, before), layers(is, after), vocabulary, now);
    return was === is ? looser : looser.map((part) => `${is ?? ''} counts instead of ${was ?? ''}: ${part}`);
  });
}

/** For each method that the key covers, where the policy of such a request may stand, most specific first. */
function candidateLists(key: string): readonly (readonly string[])[] {
  const [method = '', template = ''] = key.split(' ', 2);
  if (!template.startsWith('/')) return [[key]];
  return (method === 'ANY' ? ANY_METHOD : [method]).map((one) => policyCandidates(one, template));
}
