/** Demands that no sign-in can meet. */
import { intersectAcr } from '../../../core/policy/acr.ts';
import { unsatisfiable } from '../../../core/policy/requirement.ts';
import type { Requirement } from '../../../core/policy/requirement.ts';
import type { PolicyVersion } from '../../../core/policy/versions.ts';
import type { Rule } from '../../../core/policy/rules.ts';
import type { LintRule } from '../lint-rule.ts';
import { requirementWhen } from '../same-demands.ts';
import type { Subject } from '../subject.ts';
import { since } from '../since.ts';
import type { World } from '../world.ts';

export const REQUIREMENT_RULES = [
  {
    id: 'unsatisfiable',
    scope: 'item',
    severity: 'error',
    meaning:
      'No sign-in can meet what is asked, either always or when a rule counts. Every user is then refused.',
    remedy:
      'Let `acr` and `acrValues` of item, group and rule share a word; give an `acr` or a `maxAge` where a grant is demanded; or write `deny: true`.',
    // The authorizer refuses a route for any of its policy versions, so those of the past count too.
    check: (item, { trust }) => item.versions.flatMap((version) => unsatisfiableIn(item, version, trust.acr)),
  },
  {
    id: 'rules-conflict',
    scope: 'item',
    severity: 'warning',
    meaning: 'No acr word satisfies two of the rules. When both count, every user is refused.',
    remedy: 'Let their `acrValues` share a word, or write conditions that cannot both hold.',
    check: ({ liveVersions }, world) => liveVersions.flatMap((version) => conflictsIn(version, world)),
  },
] as const satisfies readonly LintRule[];

function unsatisfiableIn(
  { isGroup, group }: Subject,
  version: PolicyVersion,
  vocabulary: readonly string[],
): string[] {
  const { base, rules } = version.demands;
  const mistakeIn = (requirement: Requirement) => {
    const mistake = unsatisfiable(requirement);
    // A group may demand a grant, and its routes the acr or the maxAge for which the grant is issued.
    return isGroup && mistake?.field === 'grant' ? undefined : mistake;
  };
  const withGroup = group === undefined ? '' : ', together with its group';
  const always = mistakeIn(base);
  if (always !== undefined)
    return [`${always.message}${withGroup}${since(version)}: ${REMEDY[always.field]}`];
  return rules.flatMap(({ when, adds }): string[] => {
    const counting = requirementWhen(when.text, version.demands, vocabulary);
    // The authorizer refuses a rule whose acr and acrValues exclude each other, even if the rule denies.
    const impossible = adds.acr !== 'any' && adds.acr.length === 0;
    const mistake = counting.deny && !impossible ? undefined : mistakeIn(counting);
    if (mistake === undefined) return [];
    return [
      `when ${when.text} holds, ${mistake.message}${withGroup}${since(version)}: ${REMEDY[mistake.field]}`,
    ];
  });
}

/** By the field of the mistake. */
const REMEDY: Readonly<Record<string, string>> = {
  acr: 'let acr and acrValues share a word, or write deny: true',
  grant: 'give an acr or a maxAge, or do not demand a grant',
};

/** Two rules of which each can be met alone. */
function conflictsIn({ demands: { base, rules } }: PolicyVersion, world: World): string[] {
  const lists = rules.filter(({ adds }) => adds.acr !== 'any' && !adds.deny);
  return lists.flatMap((one, index) =>
    lists
      .slice(index + 1)
      .filter((other) => conflict(base, one, other, world))
      .map(
        (other) =>
          `no acr word satisfies both the rule when ${one.when.text} and the rule when ${other.when.text}: if both can hold, let their acrValues share a word`,
      ),
  );
}

function conflict(base: Requirement, one: Rule, other: Rule, { trust }: World): boolean {
  const together = (...rules: Rule[]) =>
    rules.reduce((all, { adds }) => intersectAcr(all, adds.acr, trust.acr), base.acr).length === 0;
  const same = one.when.text === other.when.text;
  return !base.deny && !same && together(one, other) && !together(one) && !together(other);
}
