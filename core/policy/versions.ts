/** The policy of a route: its own item and its group's, today and as changes to come are announced. */
import type { AcrVocabulary } from './acr.ts';
import { groupKey } from './item.ts';
import type { GroupPolicy, RoutePolicy } from './item.ts';
import type { Parsed, Mistake } from '../parse.ts';
import { requirementFrom, unsatisfiable } from './requirement.ts';
import type { Demands } from './requirement.ts';
import { combineRuled } from './rules.ts';
import type { RuledRequirement } from './rules.ts';

/** What holds from a moment on, in seconds since 1970. `never`: it is only observed. */
export interface PolicyVersion {
  readonly from: number | 'never';
  readonly demands: RuledRequirement;
}

/** `target` is what a grant for the route is bound to: the route, or its group. The first version holds already. */
export interface FoundPolicy {
  readonly kind: 'found';
  readonly item: string;
  readonly target: string;
  readonly versions: readonly [PolicyVersion, ...PolicyVersion[]];
}

interface Invalid {
  readonly kind: 'invalid';
  readonly item: string;
  readonly mistakes: readonly Mistake[];
}

/** What the policy table says of a route. */
export type PolicyLookup = FoundPolicy | { readonly kind: 'missing' } | Invalid;

/** One policy item as it was found. */
export type PolicyEntry<Policy> =
  { readonly kind: 'policy'; readonly policy: Policy } | { readonly kind: 'missing' } | Invalid;

/** What was found under the key of `item`. */
export function policyEntry<Policy>(item: string, parsed: Parsed<Policy>): PolicyEntry<Policy> {
  return parsed.ok
    ? { kind: 'policy', policy: parsed.value }
    : { kind: 'invalid', item, mistakes: parsed.mistakes };
}

/** The policy of `route` (`METHOD /template`) from its own item and, where it names one, its group's. */
export function policyOf(
  route: string,
  entry: PolicyEntry<RoutePolicy>,
  group: PolicyEntry<GroupPolicy> | undefined,
  vocabulary: AcrVocabulary,
): PolicyLookup {
  if (entry.kind !== 'policy') return entry;
  const { policy } = entry;
  if (policy.group === undefined) return found(policy.route, route, [policy], vocabulary);
  const item = groupKey(policy.group);
  if (group === undefined || group.kind === 'missing') {
    return { kind: 'invalid', item, mistakes: [{ field: 'group', message: `there is no item ${item}` }] };
  }
  return group.kind === 'invalid' ? group : found(policy.route, item, [group.policy, policy], vocabulary);
}

/** What holds at `now`, and what will, or would, hold after it. */
export function versionsAt(
  { versions: [first, ...rest] }: FoundPolicy,
  now: number,
): { readonly current: PolicyVersion; readonly announced: readonly PolicyVersion[] } {
  const current = rest.findLast(({ from }) => from !== 'never' && from <= now) ?? first;
  return { current, announced: rest.filter(({ from }) => from === 'never' || from > now) };
}

/** The versions that the items go through together. Throws nothing away: a later one has every earlier change in it. */
export function versionsOf(
  policies: readonly GroupPolicy[],
  vocabulary: AcrVocabulary,
): readonly [PolicyVersion, ...PolicyVersion[]] {
  const dates = policies.flatMap(({ upcoming }) =>
    upcoming?.effectiveAt === undefined ? [] : [upcoming.effectiveAt],
  );
  const moments = [...new Set(dates)].toSorted((a, b) => a - b);
  const observed = policies.some(
    ({ upcoming }) => upcoming !== undefined && upcoming.effectiveAt === undefined,
  );
  const version = (from: PolicyVersion['from']): PolicyVersion => ({
    from,
    demands: policies
      .map((policy) => demandsAt(policy, from, vocabulary))
      .reduce((a, b) => combineRuled(a, b, vocabulary)),
  });
  return [version(0), ...moments.map(version), ...(observed ? [version('never')] : [])];
}

function found(
  item: string,
  target: string,
  policies: readonly GroupPolicy[],
  vocabulary: AcrVocabulary,
): PolicyLookup {
  const versions = versionsOf(policies, vocabulary);
  const mistakes = versions.flatMap(({ demands }) => mistakesIn(demands));
  return mistakes.length === 0
    ? { kind: 'found', item, target, versions }
    : { kind: 'invalid', item, mistakes };
}

/** A rule that asks for the impossible by itself is no less a mistake than an item that does. */
function mistakesIn({ base, rules }: RuledRequirement): Mistake[] {
  const mistake = unsatisfiable(base);
  const impossible = rules.some(({ adds }) => adds.acr !== 'any' && adds.acr.length === 0);
  return [
    ...(mistake === undefined ? [] : [mistake]),
    ...(impossible
      ? [{ field: 'rules', message: 'no acr word satisfies both acr and acrValues of a rule' }]
      : []),
  ];
}

/** The item's demands at a moment: its own, or with the fields that its announced change puts in their place. */
function demandsAt(
  policy: GroupPolicy,
  moment: PolicyVersion['from'],
  vocabulary: AcrVocabulary,
): RuledRequirement {
  const { upcoming } = policy;
  const from = upcoming?.effectiveAt ?? Infinity;
  const changed = moment === 'never' || from <= moment;
  return ruledFrom(policy.route, changed ? { ...policy, ...upcoming } : policy, vocabulary);
}

function ruledFrom(
  item: string,
  demands: Demands & Pick<GroupPolicy, 'rules'>,
  vocabulary: AcrVocabulary,
): RuledRequirement {
  const rules = (demands.rules ?? []).map((rule, index) => ({
    name: `${item} rules[${index}]`,
    when: rule.when,
    adds: requirementFrom(rule, vocabulary),
  }));
  return { base: requirementFrom(demands, vocabulary), rules };
}
