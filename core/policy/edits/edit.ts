/** Assesses an edit of a policy item that was made: whether the item can be used, and which demands are looser. */
import type { AcrVocabulary } from '../acr.ts';
import type { Mistake } from '../../parse.ts';
import type { Item } from '../item.ts';
import { loosenedBy } from './loosening.ts';
import { keysUncoveredBy } from '../precedence.ts';
import type { ExistingKeys } from '../precedence.ts';
import { layersOf, parsedItems, readItemPolicy } from '../route-policy.ts';
import type { ItemReading, ParsedItems, PolicyItems } from '../route-policy.ts';

/** The item of a key before and after the edit; undefined where there was, or is, no item. */
export interface PolicyEdit {
  readonly route: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** The time of the edit, in seconds since 1970. */
  readonly time: number;
}

/** The other items that were in the table at that moment, and what earlier records of the key say. */
export interface EditContext {
  /** Which of the more and less specific keys had an item. */
  readonly neighbours: ExistingKeys;
  /** Other items, by key: those that count if this one does not, and the groups that this one or they name. */
  readonly items: ReadonlyMap<string, Item>;
  /** The last usable items of groups that cannot be used now. */
  readonly formerGroups: ReadonlyMap<string, Item>;
  /**
   * The last usable item of this key, where `before` cannot be used. Without it, an item that is first deleted or broken
   * and then written back weaker would not be noticed. `lost`: there was one, but the record does not contain it.
   */
  readonly former: Item | 'lost' | undefined;
}

export interface EditAssessment {
  /** Whether the item before the edit could be used. */
  readonly wasUsable: boolean;
  /** Why the item after the edit closes its routes. Empty for an item that was deleted. */
  readonly mistakes: readonly Mistake[];
  /** Each demand that is weaker or gone, in words. */
  readonly loosened: readonly string[];
}

/** A record has a largest size. This many parts are enough to see what happened. */
const MOST_PARTS = 20;

/** Assesses the edit. Where a comparison is not possible, the edit counts as looser. */
export function assessEdit(
  edit: PolicyEdit,
  context: EditContext,
  vocabulary: AcrVocabulary,
): EditAssessment {
  const { route, before, after, time } = edit;
  const then = parsedItems(itemsThen(route, before, context), vocabulary);
  const now = parsedItems(itemsNow(route, after, context), vocabulary);
  const wasUsable = isUsable(route, then);
  const parts = [
    ...loosenedBy(route, then, now, time),
    ...(wasUsable ? [] : loosenedSinceUsable(edit, context, now)),
  ];
  return {
    wasUsable,
    mistakes: mistakesOf(readItemPolicy(route, now)),
    loosened: [...new Set(parts)].slice(0, MOST_PARTS),
  };
}

/** Whether the item of a key can be used, together with its group. */
export function isUsable(key: string, items: ParsedItems): boolean {
  return layersOf(key, items).length > 0;
}

/** The comparison with the last usable item, from before it was removed or broken. */
function loosenedSinceUsable(
  { route, time }: PolicyEdit,
  context: EditContext,
  now: ParsedItems,
): readonly string[] {
  const { former } = context;
  if (former === undefined) return [];
  if (former === 'lost') return countsFor(route, now) ? ['what was asked for before is not on record'] : [];
  const last = parsedItems(itemsThen(route, former, context), now.vocabulary);
  return loosenedBy(route, last, now, time).map((part) => `${part} than before it was removed or broken`);
}

/** Whether a usable item counts for the routes of the key: its own item, or one that counts after its removal. */
function countsFor(route: string, now: ParsedItems): boolean {
  return now.has(route)
    ? isUsable(route, now)
    : keysUncoveredBy(route, now).some((key) => isUsable(key, now));
}

function itemsThen(route: string, own: Item | undefined, context: EditContext): PolicyItems {
  const { items, formerGroups } = context;
  return withItem(route, own, context.neighbours, (key) => formerGroups.get(key) ?? items.get(key));
}

function itemsNow(route: string, own: Item | undefined, { neighbours, items }: EditContext): PolicyItems {
  return withItem(route, own, neighbours, (key) => items.get(key));
}

function withItem(
  route: string,
  own: Item | undefined,
  neighbours: ExistingKeys,
  others: PolicyItems['get'],
): PolicyItems {
  return {
    has: (key) => (key === route ? own !== undefined : neighbours.has(key)),
    get: (key) => (key === route ? own : others(key)),
  };
}

function mistakesOf(reading: ItemReading | undefined): readonly Mistake[] {
  return reading?.lookup.kind === 'invalid' ? reading.lookup.mistakes : [];
}
