/** Every rule of a policy: whether it counted for the request, and which item has it. */
import type { Requirement } from '../../core/policy/requirement.ts';
import { fieldsAt } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import type { FiredRule, RuledRequirement } from '../../core/policy/rules.ts';
import type { PolicyReading } from './policy-reading.ts';

export interface RuleVerdict {
  /** The key of the item that has the rule. */
  readonly item: string;
  readonly when: string;
  readonly description?: string;
  /** `failed`: the condition could not be evaluated, so the rule counted. */
  readonly result: 'matched' | 'failed' | 'not_matched';
  readonly failure?: string;
  readonly adds: Requirement;
}

/** The verdicts on all rules of a version, in their order. */
export function ruleVerdicts(
  { rules }: RuledRequirement,
  fired: readonly FiredRule[],
  { layers }: PolicyReading,
  from: PolicyVersion['from'],
): RuleVerdict[] {
  const written = layers.flatMap((policy) =>
    (fieldsAt(policy, from).rules ?? []).map(({ description }) => ({ item: policy.route, description })),
  );
  return rules.map((rule, index): RuleVerdict => {
    const { item = '', description } = written[index] ?? {};
    const counted = fired.find((one) => one.rule === rule);
    const { failure } = counted ?? {};
    const result = counted === undefined ? 'not_matched' : failure === undefined ? 'matched' : 'failed';
    return {
      item,
      when: rule.when.text,
      ...(description === undefined ? {} : { description }),
      result,
      ...(failure === undefined ? {} : { failure }),
      adds: rule.adds,
    };
  });
}
