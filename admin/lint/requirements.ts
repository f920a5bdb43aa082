/** Demands that nobody can meet, and rules that contradict or repeat each other. */
import { serialize } from '@marcbachmann/cel-js';
import { treeOf } from '../../core/condition/condition.ts';
import { intersectAcr } from '../../core/policy/acr.ts';
import { combine, unsatisfiable } from '../../core/policy/requirement.ts';
import type { Requirement } from '../../core/policy/requirement.ts';
import { versionsOf } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import type { Rule } from '../../core/policy/rules.ts';
import { distinct, finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { layersOf, liveVersionsOf, since } from './subject.ts';
import type { Look, Subject, World } from './subject.ts';

/** The core refuses a route for any of its versions, so that those of the past count too. */
export const unsatisfiableDemands: Look = (subject, { trust }) =>
  distinct(
    versionsOf(layersOf(subject), trust.acr).flatMap((version) =>
      unsatisfiableIn(subject, version, trust.acr),
    ),
  );

function unsatisfiableIn(
  { key, isGroup, group }: Subject,
  version: PolicyVersion,
  vocabulary: readonly string[],
): Finding[] {
  const { base, rules } = version.demands;
  const problemOf = (requirement: Requirement) => {
    const problem = unsatisfiable(requirement);
    // What earns the grant that a group demands can stand in the items of its routes.
    return isGroup && problem?.field === 'grant' ? undefined : problem;
  };
  const withGroup = group === undefined ? '' : ', together with its group';
  const always = problemOf(base);
  if (always !== undefined)
    return [
      finding(
        'unsatisfiable',
        key,
        `${always.message}${withGroup}${since(version)}: ${REMEDY[always.field]}`,
      ),
    ];
  return rules.flatMap(({ when, adds }): Finding[] => {
    const counting = rules
      .filter((other) => other.when.text === when.text)
      .reduce((all, other) => combine(all, other.adds, vocabulary), base);
    // The core refuses a rule that excludes itself, whether it denies or not.
    const impossible = adds.acr !== 'any' && adds.acr.length === 0;
    const problem = counting.deny && !impossible ? undefined : problemOf(counting);
    if (problem === undefined) return [];
    const message = `when ${when.text} holds, ${problem.message}${withGroup}${since(version)}: ${REMEDY[problem.field]}`;
    return [finding('unsatisfiable', key, message)];
  });
}

const REMEDY: Readonly<Record<string, string>> = {
  acr: 'let acr and acrValues overlap, or say deny: true',
  grant: 'give an acr or a maxAge, or do not demand a grant',
};

/** Two rules of which each can be met alone. */
export const conflictingRules: Look = (subject, world) =>
  distinct(
    liveVersionsOf(subject, world).flatMap(({ demands: { base, rules } }) => {
      const lists = rules.filter(({ adds }) => adds.acr !== 'any' && !adds.deny);
      return lists.flatMap((one, index) =>
        lists
          .slice(index + 1)
          .filter((other) => conflict(base, one, other, world))
          .map((other) =>
            finding(
              'rules-conflict',
              subject.key,
              `no acr word satisfies both the rule when ${one.when.text} and the rule when ${other.when.text}: if both can hold, let their acrValues share a word`,
            ),
          ),
      );
    }),
  );

function conflict(base: Requirement, one: Rule, other: Rule, { trust }: World): boolean {
  const together = (...rules: Rule[]) =>
    rules.reduce((all, { adds }) => intersectAcr(all, adds.acr, trust.acr), base.acr).length === 0;
  const same = one.when.text === other.when.text;
  return !base.deny && !same && together(one, other) && !together(one) && !together(other);
}

/** Only the item's own rules: what those of its group do is said of the group. */
export const idleRules: Look = (subject, world) => {
  const own = new Set(
    [...(subject.own.rules ?? []), ...(subject.own.upcoming?.rules ?? [])].map(({ when }) => when),
  );
  if (own.size === 0) return [];
  return distinct(
    liveVersionsOf(subject, world).flatMap(({ demands: { base, rules } }) => [
      ...repeatedRules(subject.key, rules, own),
      ...rules
        .filter(
          ({ when, adds }) =>
            own.has(when) && !base.deny && isSame(combine(base, adds, world.trust.acr), base),
        )
        .map(({ when }) =>
          finding(
            'rule-no-effect',
            subject.key,
            `the rule when ${when.text} asks for nothing that is not asked without it: remove it, or let it ask for more`,
          ),
        ),
    ]),
  );
};

function repeatedRules(key: string, rules: readonly Rule[], own: ReadonlySet<Rule['when']>): Finding[] {
  const seen = new Set<string>();
  return rules.flatMap(({ when }) => {
    const spelling = serialize(treeOf(when));
    const repeated = seen.has(spelling) && own.has(when);
    seen.add(spelling);
    return repeated
      ? [finding('rule-repeated', key, `a second rule has the condition ${when.text}: write both as one`)]
      : [];
  });
}

function isSame(a: Requirement, b: Requirement): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
