/** Rules of a policy item that repeat another rule, or have no effect. */
import { serialize } from '@marcbachmann/cel-js';
import { treeOf } from '../../../core/condition/condition.ts';
import { combine } from '../../../core/policy/requirement.ts';
import type { Rule } from '../../../core/policy/rules.ts';
import type { LintRule } from '../lint-rule.ts';
import { sameRequirement } from '../same-demands.ts';
import type { Subject } from '../subject.ts';

export const POLICY_RULE_RULES = [
  {
    id: 'rule-repeated',
    scope: 'item',
    severity: 'warning',
    meaning: 'Two rules have the same condition.',
    remedy: 'Write both as one rule.',
    check: (item) => {
      const own = conditionsOf(item);
      if (own.size === 0) return [];
      return item.liveVersions
        .flatMap(({ demands }) => repeated(demands.rules))
        .filter((when) => own.has(when))
        .map(({ text }) => `a second rule has the condition ${text}: write both as one rule`);
    },
  },
  {
    id: 'rule-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'The rule asks for no more than is asked without it.',
    remedy: 'Remove it, or let it ask for more.',
    check: (item, { trust }) => {
      const own = conditionsOf(item);
      return item.liveVersions.flatMap(({ demands: { base, rules } }) =>
        rules
          .filter(
            ({ when, adds }) =>
              own.has(when) && !base.deny && sameRequirement(combine(base, adds, trust.acr), base),
          )
          .map(
            ({ when }) =>
              `the rule when ${when.text} asks for no more than is asked without it: remove it, or let it ask for more`,
          ),
      );
    },
  },
] as const satisfies readonly LintRule[];

/** Of the item's own rules: a finding on a rule of its group is a finding on the group. */
function conditionsOf({ own }: Subject): ReadonlySet<Rule['when']> {
  return new Set([...(own.rules ?? []), ...(own.upcoming?.rules ?? [])].map(({ when }) => when));
}

/** The conditions that an earlier rule has too, even with other spaces. */
function repeated(rules: readonly Rule[]): Rule['when'][] {
  const seen = new Set<string>();
  return rules.flatMap(({ when }) => {
    const spelling = serialize(treeOf(when));
    if (seen.has(spelling)) return [when];
    seen.add(spelling);
    return [];
  });
}
