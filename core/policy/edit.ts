/** Assesses an edit of a policy item after the fact: whether the item can be used, and whether anything is looser. */
import type { AcrVocabulary } from './acr.ts';
import type { Mistake } from '../parse.ts';
import type { Item } from './item.ts';
import { loosenedBy } from './loosening.ts';
import { keysUncoveredBy } from './precedence.ts';
import type { ExistingKeys } from './precedence.ts';
import { layersOf, parsedItems, readItemPolicy } from './route-policy.ts';
import type { ItemReading, ParsedItems, PolicyItems } from './route-policy.ts';

/** What was at a key before, and what is there now; undefined where there was, or is, nothing. */
export interface PolicyEdit {
  readonly route: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** When, in seconds since 1970. */
  readonly time: number;
}

/** What else was in the table at that moment, and what earlier records of the key say. */
export interface EditContext {
  /** Which of the keys above and below this one had an item. */
  readonly neighbours: ExistingKeys;
  /** Items beside this one, by key: those that count where this one does not, and the groups that any of them names. */
  readonly items: ReadonlyMap<string, Item>;
  /** The last usable items of groups that cannot be used now. */
  readonly formerGroups: ReadonlyMap<string, Item>;
  /**
   * The last usable item of this key, where `before` cannot be used: else an item could be deleted or broken first and
   * put back weaker. `lost`: there was one, and the record does not hold it.
   */
  readonly former: Item | 'lost' | undefined;
}

export interface EditAssessment {
  /** Whether the item before the edit could be used. */
  readonly wasUsable: boolean;
  /** Why the item after the edit closes its routes. Empty for an item that is gone. */
  readonly mistakes: readonly Mistake[];
  /** Each demand that is no longer made, in words. */
  readonly loosened: readonly string[];
}

/** Enough to see what happened; a record has a bound. */
const MOST_PARTS = 20;

/** Assesses the edit. Where it cannot be told, the edit counts as looser. */
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

/** Compared with the item that could be used last, before it was removed or broken. */
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

/** Whether a usable item counts for the routes of the key: its own, or one that its removal uncovers. */
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
