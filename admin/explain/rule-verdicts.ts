/** Every rule that holds for a request: whether it counted, and where it stands. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import type { Requirement } from '../../core/policy/requirement.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import type { FiredRule, RuledRequirement } from '../../core/policy/rules.ts';
import type { PolicyReading } from './policy-reading.ts';

export interface RuleVerdict {
  /** The item that it stands in. */
  readonly item: string;
  readonly when: string;
  readonly description?: string;
  /** `failed`: its condition could not be evaluated, and so it counted. */
  readonly result: 'matched' | 'failed' | 'not_matched';
  readonly failure?: string;
  readonly adds: Requirement;
}

/** The verdicts on all rules of a version, in their order. */
export function ruleVerdicts(
  { rules }: RuledRequirement,
  fired: readonly FiredRule[],
  { policies }: PolicyReading,
  from: PolicyVersion['from'],
): RuleVerdict[] {
  const written = policies.flatMap((policy) =>
    rulesAt(policy, from).map(({ description }) => ({ item: policy.route, description })),
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

/** As in core/route-policy: a change that names rules puts them in the place of the item's own. */
function rulesAt({ rules = [], upcoming }: GroupPolicy, from: PolicyVersion['from']) {
  const changed = from === 'never' || (upcoming?.effectiveAt ?? Infinity) <= from;
  return changed ? (upcoming?.rules ?? rules) : rules;
}
