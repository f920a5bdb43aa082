/**
 * What an edit of policy loosens: whether it allows a request that was refused before.
 *
 * Only the policies are compared: at every moment, the new policy has to ask for at least what the old one asked for.
 * Where rules differ so that they cannot be compared, the new policy counts as looser.
 */
import type { AcrVocabulary } from '../acr.ts';
import type { GroupPolicy } from '../item.ts';
import { countingKey, neighbours } from '../precedence.ts';
import { combine } from '../requirement.ts';
import type { Requirement } from '../requirement.ts';
import { layersOf, readItemPolicy } from '../route-policy.ts';
import type { ParsedItems } from '../route-policy.ts';
import type { Rule, RuledRequirement } from '../rules.ts';
import { versionsAt, versionsOf } from '../versions.ts';
import type { PolicyVersions } from '../versions.ts';

/** The items that make up a policy: the group's, if there is a group, then the route's own. Empty: the route is closed. */
export type PolicyLayers = readonly GroupPolicy[];

/**
 * In words: what asks for less on the routes of `key` when the items change from `before` to `after`. Only the most
 * specific item counts: for each method that the key covers, the item that counted is compared with the item that now
 * counts. For the key of a group, only the group's own demands are compared; its routes have keys of their own. `now` in
 * seconds since 1970.
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
    const parts = [
      ...loosenings(layersOf(was, before), layersOf(is, after), before.vocabulary, now),
      ...renewedUse({ key: was, items: before }, { key: is, items: after }, now),
    ];
    return was === is ? parts : parts.map((part) => `${is} counts instead of ${was}: ${part}`);
  });
}

/** The item of a key, among these items. */
interface CountingItem {
  readonly key: string;
  readonly items: ParsedItems;
}

/** The one use of a sign-in is recorded for the item that counts: under another item, it could be used once more. */
function renewedUse(was: CountingItem, is: CountingItem, now: number): readonly string[] {
  const [spent, spends] = [spentBy(was, now), spentBy(is, now)];
  return spent === undefined || spends === undefined || spent === spends
    ? []
    : [`grant.use: a sign-in whose one use was spent for ${spent} has another use, for ${spends}`];
}

/** The item for which a use is recorded; undefined where grants may be used again. */
function spentBy({ key, items }: CountingItem, now: number): string | undefined {
  const lookup = readItemPolicy(key, items)?.lookup;
  if (lookup?.kind !== 'found') return undefined;
  const { base, rules } = versionsAt(lookup.versions, now).current.demands;
  return base.grant.once || rules.some(({ adds }) => adds.grant.once) ? lookup.spends : undefined;
}

/** For each method that `key` covers, the keys of which the first existing one counts. The key of a group stands alone. */
function countingLists(key: string): readonly (readonly string[])[] {
  const methods = neighbours(key);
  return methods.length === 0 ? [[key]] : methods.map(({ above, below }) => [...above, key, ...below]);
}

/**
 * In words: each demand that is weaker or gone in the new policy from `now` on (seconds since 1970), and from when.
 * Empty where the new policy is at least as strict.
 */
export function loosenings(
  before: PolicyLayers,
  after: PolicyLayers,
  vocabulary: AcrVocabulary,
  now = 0,
): readonly string[] {
  // The first policy of a route loosens no earlier policy. A route without a policy is closed, which is the strictest.
  if (before.length === 0 || after.length === 0) return [];
  const [old, young] = [versionsOf(before, vocabulary), versionsOf(after, vocabulary)];
  const found = momentsOf([...old, ...young], now).flatMap((moment) =>
    looserParts(demandsAt(old, moment), demandsAt(young, moment), { vocabulary, moment }).map((part) =>
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

/** When two policies are compared. `moment` in seconds since 1970. */
interface Comparing {
  readonly vocabulary: AcrVocabulary;
  readonly moment: number;
}

function looserParts(before: RuledRequirement, after: RuledRequirement, comparing: Comparing): string[] {
  const base = looserDemands(before.base, after.base, comparing);
  const rules = before.rules
    .filter((rule) => !isKept(rule, after, comparing))
    .map(({ when }) => `the rules with exactly the condition ${when.text} ask for less`);
  return [...base, ...rules];
}

/** Whether the base, together with the rules of the same condition, asks for at least as much as the rule. */
function isKept({ when, adds }: Rule, after: RuledRequirement, comparing: Comparing): boolean {
  const { vocabulary } = comparing;
  const asked = after.rules
    .filter((rule) => rule.when.text === when.text)
    .reduce((all, rule) => combine(all, rule.adds, vocabulary), after.base);
  return looserDemands(combine(adds, after.base, vocabulary), asked, comparing).length === 0;
}

function looserDemands(before: Requirement, after: Requirement, { vocabulary, moment }: Comparing): string[] {
  if (after.deny) return [];
  const both = combine(before, after, vocabulary);
  const parts: Readonly<Record<string, boolean>> = {
    deny: before.deny,
    closedUntil: before.closedUntil > Math.max(moment, after.closedUntil),
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
