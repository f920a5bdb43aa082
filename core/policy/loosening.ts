/**
 * What an edit of policy loosens: whether it lets a request through that was refused before.
 *
 * It is judged as far as it can be read off the policies: at every moment, the new policy has to ask for at least what
 * the old one asked for. Where rules differ so that it cannot be told, the new policy counts as looser.
 */
import type { AcrVocabulary } from './acr.ts';
import type { GroupPolicy } from './item.ts';
import { countingKey, neighbours } from './precedence.ts';
import { combine } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { layersOf } from './route-policy.ts';
import type { ParsedItems } from './route-policy.ts';
import type { Rule, RuledRequirement } from './rules.ts';
import { versionsAt, versionsOf } from './versions.ts';
import type { PolicyVersions } from './versions.ts';

/** What a policy asks for: a route's own item, with its group's before it where it has one. Empty: closed. */
export type PolicyLayers = readonly GroupPolicy[];

/**
 * In words, what asks for less where `key` counts, when the items go from `before` to `after`. The most specific item
 * counts alone: for each method that the key covers, the item that counted is compared with the one that counts. Of a
 * group's key: what the group itself asks for; its routes have keys of their own. `now` in seconds since 1970.
 */
export function loosenedBy(
  key: string,
  before: ParsedItems,
  after: ParsedItems,
  now: number,
): readonly string[] {
  const pairs = new Map(
    countingLists(key).map((keys) => {
      const [was, is] = [countingKey(keys, before), countingKey(keys, after)];
      return [`${was ?? ''} ${is ?? ''}`, { was, is }] as const;
    }),
  );
  return [...pairs.values()].flatMap(({ was, is }) => {
    if (was === undefined || is === undefined) return [];
    const parts = loosenings(layersOf(was, before), layersOf(is, after), before.vocabulary, now);
    return was === is ? parts : parts.map((part) => `${is} counts instead of ${was}: ${part}`);
  });
}

/** The keys of which the first that exists counts, for each method that `key` covers; alone, the key of a group. */
function countingLists(key: string): readonly (readonly string[])[] {
  const around = neighbours(key);
  return around.length === 0 ? [[key]] : around.map(({ above, below }) => [...above, key, ...below]);
}

/**
 * In words: each demand that the new policy has no more from `now` on (seconds since 1970), and from when. None when
 * it is at least as strict.
 */
export function loosenings(
  before: PolicyLayers,
  after: PolicyLayers,
  vocabulary: AcrVocabulary,
  now = 0,
): readonly string[] {
  // A route that was closed for want of a policy gets a new one, and loses none; a closed route is the strictest.
  if (before.length === 0 || after.length === 0) return [];
  const [old, young] = [versionsOf(before, vocabulary), versionsOf(after, vocabulary)];
  const found = momentsOf([...old, ...young], now).flatMap((moment) =>
    looserParts(demandsAt(old, moment), demandsAt(young, moment), vocabulary).map((part) =>
      moment === now ? part : `${part}, from ${new Date(moment * 1000).toISOString()}`,
    ),
  );
  return [...new Set(found)];
}

/** `now`, and each later moment at which a version begins to hold. */
function momentsOf(versions: readonly PolicyVersions[number][], now: number): readonly number[] {
  const later = versions.flatMap(({ from }) => (from === 'never' || from <= now ? [] : [from]));
  return [...new Set([now, ...later])].toSorted((a, b) => a - b);
}

function demandsAt(versions: PolicyVersions, moment: number): RuledRequirement {
  return versionsAt(versions, moment).current.demands;
}

function looserParts(before: RuledRequirement, after: RuledRequirement, vocabulary: AcrVocabulary): string[] {
  const base = looserDemands(before.base, after.base, vocabulary);
  const rules = before.rules
    .filter((rule) => !isKept(rule, after, vocabulary))
    .map(({ when }) => `the rule when ${when.text} asks for less, or is gone`);
  return [...base, ...rules];
}

/** Another rule with the same condition, or what is always asked, asks for at least as much. */
function isKept({ when, adds }: Rule, after: RuledRequirement, vocabulary: AcrVocabulary): boolean {
  const asked = after.rules
    .filter((rule) => rule.when.text === when.text)
    .reduce((all, rule) => combine(all, rule.adds, vocabulary), after.base);
  return looserDemands(combine(adds, after.base, vocabulary), asked, vocabulary).length === 0;
}

function looserDemands(before: Requirement, after: Requirement, vocabulary: AcrVocabulary): string[] {
  if (after.deny) return [];
  const both = combine(before, after, vocabulary);
  const parts: Readonly<Record<string, boolean>> = {
    deny: before.deny,
    acr: !sameWords(both.acr, after.acr),
    maxAge: both.maxAge !== after.maxAge,
    scopes: both.scopes.length !== after.scopes.length,
    'grant.required': both.grant.required !== after.grant.required,
    'grant.ttl': both.grant.ttl !== after.grant.ttl,
    'grant.use': both.grant.once !== after.grant.once,
    'grant.bind': both.grant.boundToPath !== after.grant.boundToPath,
    'grant.notBefore': both.grant.notBefore !== after.grant.notBefore,
  };
  return Object.entries(parts).flatMap(([name, looser]) => (looser ? [`${name} asks for less`] : []));
}

function sameWords(a: Requirement['acr'], b: Requirement['acr']): boolean {
  if (a === 'any' || b === 'any') return a === b;
  return a.length === b.length && a.every((word) => b.includes(word));
}
