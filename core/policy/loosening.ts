/**
 * Whether a change of policy lets anybody through who was refused before.
 *
 * Judged as far as it can be read off the policies: at every moment, the new one has to ask for at least what the
 * old one asked for. Where rules differ so that it cannot be told, it counts as looser.
 */
import type { AcrVocabulary } from './acr.ts';
import type { GroupPolicy } from './item.ts';
import { combine } from './requirement.ts';
import type { Requirement } from './requirement.ts';
import { versionsOf } from './versions.ts';
import type { PolicyVersion } from './versions.ts';
import type { Rule, RuledRequirement } from './rules.ts';

/** What a policy asks for: a route's own item, with its group's before it where it has one. Empty: closed. */
export type PolicyLayers = readonly GroupPolicy[];

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
  // What was closed for want of a policy is new, not loosened; what is closed is the strictest of all.
  if (before.length === 0 || after.length === 0) return [];
  const [old, young] = [
    versionsOf(before, vocabulary).filter(isDated),
    versionsOf(after, vocabulary).filter(isDated),
  ];
  const later = [...old, ...young].map(({ from }) => from).filter((from) => from > now);
  const moments = [...new Set([now, ...later])].toSorted((a, b) => a - b);
  const found = moments.flatMap((moment) =>
    looserParts(demandsAt(old, moment), demandsAt(young, moment), vocabulary).map((part) =>
      moment === now ? part : `${part}, from ${new Date(moment * 1000).toISOString()}`,
    ),
  );
  return [...new Set(found)];
}

type DatedVersion = PolicyVersion & { readonly from: number };

function isDated(version: PolicyVersion): version is DatedVersion {
  return version.from !== 'never';
}

function demandsAt(versions: readonly DatedVersion[], moment: number): RuledRequirement {
  const version = versions.findLast(({ from }) => from <= moment);
  if (version === undefined) throw new Error('the first version of a policy holds from the beginning');
  return version.demands;
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
