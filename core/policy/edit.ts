/** Judges an edit of a policy item, made by whatever way: whether it can be used, and whether it loosens anything. */
import type { AcrVocabulary } from './acr.ts';
import { loosenings } from './loosening.ts';
import type { PolicyLayers } from './loosening.ts';
import { groupKey, isGroupKey, parseGroupItem, parsePolicyItem } from './item.ts';
import type { GroupPolicy } from './item.ts';
import type { Mistake } from '../parse.ts';
import { policyOf } from './versions.ts';
import type { PolicyEntry } from './versions.ts';

/** An item as plain values; one whose attributes cannot be read is `unreadable`. */
export type Item = Readonly<Record<string, unknown>> | 'unreadable';

/** What was at a key before, and what is there now; none: nothing. */
export interface PolicyEdit {
  readonly route: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** When, in seconds since 1970. */
  readonly time: number;
}

/** What else there was in the table at that moment, and on record of before. */
export interface EditContext {
  /** The items that hold where this one is not (core/policy/precedence.ts). */
  readonly beneath: readonly string[];
  /** Items beside this one, by key: those beneath, and the groups that any of them names. */
  readonly items: ReadonlyMap<string, Item>;
  /** Groups that were usable once, of those that are not now. */
  readonly formerGroups: ReadonlyMap<string, Item>;
  /**
   * What this key held last that could be used, where `before` cannot: else an item could be deleted or broken
   * first and put back weaker. `lost`: there was something, and the record does not hold it.
   */
  readonly former: Item | 'lost' | undefined;
}

export interface EditAssessment {
  /** Whether what was there before could be used. */
  readonly wasUsable: boolean;
  /** Why what is there now closes its routes. None of an item that is gone. */
  readonly mistakes: readonly Mistake[];
  /** Each demand that is made no more, in words. */
  readonly loosened: readonly string[];
}

/** Enough to see what happened; a record has a bound. */
const MOST_PARTS = 20;

/** Judges it. What cannot be told counts as looser. */
export function assessEdit(
  edit: PolicyEdit,
  surroundings: EditContext,
  vocabulary: AcrVocabulary,
): EditAssessment {
  const { route, after } = edit;
  const now = (key: string) => surroundings.items.get(key);
  const problems = after === undefined ? [] : readPolicy(route, after, now, vocabulary).problems;
  const wasUsable = isUsable(route, edit.before, thenIn(surroundings), vocabulary);
  const parts = [...new Set(loosened(edit, surroundings, vocabulary))];
  return { wasUsable, mistakes: problems, loosened: parts.slice(0, MOST_PARTS) };
}

/** Whether an item can be used, together with its group. */
export function isUsable(
  route: string,
  item: Item | undefined,
  at: (key: string) => Item | undefined,
  vocabulary: AcrVocabulary,
): boolean {
  return layersOf(route, item, at, vocabulary).length > 0;
}

/** What holds by an item, together with its group; empty where its route is closed, for want of a usable policy. */
export function layersOf(
  route: string,
  item: Item | undefined,
  at: (key: string) => Item | undefined,
  vocabulary: AcrVocabulary,
): PolicyLayers {
  return item === undefined ? [] : readPolicy(route, item, at, vocabulary).layers;
}

/** The key of the group that an item names. None of an item that is closed without it. */
export function groupOf(item: Item | undefined, vocabulary: AcrVocabulary): string | undefined {
  const parsed = item === undefined || item === 'unreadable' ? UNREADABLE : parsePolicyItem(item, vocabulary);
  return parsed.ok && parsed.value.group !== undefined ? groupKey(parsed.value.group) : undefined;
}

/** What stood at a key when the item before the edit was in force. */
function thenIn({ formerGroups, items }: EditContext) {
  return (key: string) => formerGroups.get(key) ?? items.get(key);
}

function loosened(
  { route, before, after, time }: PolicyEdit,
  surroundings: EditContext,
  vocabulary: AcrVocabulary,
): string[] {
  const { beneath, items, former } = surroundings;
  const now = (key: string) => items.get(key);
  const then = thenIn(surroundings);
  const layers = (key: string, item: Item | undefined, at: typeof now) => layersOf(key, item, at, vocabulary);
  const parts = (old: PolicyLayers, young: PolicyLayers, suffix: string) =>
    loosenings(old, young, vocabulary, time).map((part) => `${part}${suffix}`);

  const [old, young] = [layers(route, before, then), layers(route, after, now)];
  const usable = old.length > 0;
  const last = usable || former === 'lost' ? old : layers(route, former, then);
  const others = beneath.map((key) => [key, layers(key, now(key), now)] as const);
  const untold = !usable && former === 'lost' ? ['what was asked for before is not on record'] : [];
  if (after === undefined) {
    const uncovered = others.filter(([, policy]) => policy.length > 0);
    return [
      ...(uncovered.length > 0 ? untold : []),
      ...uncovered.flatMap(([key, policy]) => parts(last, policy, `: ${key} holds now`)),
    ];
  }
  if (young.length === 0) return [];
  return [
    ...untold,
    ...parts(last, young, usable ? '' : ' than before it was removed or broken'),
    ...(before === undefined ? others.flatMap(([key, policy]) => parts(policy, young, ` than ${key}`)) : []),
  ];
}

interface Reading {
  /** Empty when it is closed. */
  readonly layers: PolicyLayers;
  readonly problems: readonly Mistake[];
}

function readPolicy(
  route: string,
  item: Item,
  at: (key: string) => Item | undefined,
  vocabulary: AcrVocabulary,
): Reading {
  if (isGroupKey(route)) {
    const group = groupEntry(route, item, vocabulary);
    if (group.kind === 'policy') return { layers: [group.policy], problems: [] };
    return { layers: [], problems: group.kind === 'invalid' ? group.mistakes : [] };
  }
  const parsed = item === 'unreadable' ? UNREADABLE : parsePolicyItem(item, vocabulary);
  if (!parsed.ok) return { layers: [], problems: parsed.mistakes };
  const key = parsed.value.group === undefined ? undefined : groupKey(parsed.value.group);
  const group = key === undefined ? undefined : groupEntry(key, at(key), vocabulary);
  const lookup = policyOf(route, { kind: 'policy', policy: parsed.value }, group, vocabulary);
  if (lookup.kind === 'invalid') return { layers: [], problems: lookup.mistakes };
  return { layers: [...(group?.kind === 'policy' ? [group.policy] : []), parsed.value], problems: [] };
}

function groupEntry(
  key: string,
  item: Item | undefined,
  vocabulary: AcrVocabulary,
): PolicyEntry<GroupPolicy> {
  if (item === undefined) return { kind: 'missing' };
  const parsed = item === 'unreadable' ? UNREADABLE : parseGroupItem(item, vocabulary);
  return parsed.ok
    ? { kind: 'policy', policy: parsed.value }
    : { kind: 'invalid', item: key, mistakes: parsed.mistakes };
}

const UNREADABLE = {
  ok: false,
  mistakes: [{ field: '', message: 'its attributes cannot be read' }],
} as const;
