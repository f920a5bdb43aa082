/** A requirement with rules: what is always asked, and what is also asked when a condition matches. */
import type { AcrVocabulary } from './acr.ts';
import { evaluator } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { ConditionInputs } from '../condition/inputs.ts';
import type { Mistake } from '../parse.ts';
import { asksForStepUp, combine, unsatisfiable } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/** If the condition `when` matches, `adds` is asked too. A rule cannot ask for less. */
export interface Rule {
  /** The item and the index of the rule: `POST /payments rules[0]`. For logs, which must not contain conditions. */
  readonly name: string;
  readonly when: Condition;
  readonly adds: Requirement;
}

export interface RuledRequirement {
  readonly base: Requirement;
  readonly rules: readonly Rule[];
}

/** A rule that counted. With `failure`: it counted because its condition could not be evaluated. */
export interface FiredRule {
  readonly rule: Rule;
  readonly failure?: string;
}

/** The requirement for one request, and the rules that counted. */
export interface Ruling {
  readonly requirement: Requirement;
  readonly fired: readonly FiredRule[];
}

/** Both together: never looser than either. */
export function combineRuled(
  a: RuledRequirement,
  b: RuledRequirement,
  vocabulary: AcrVocabulary,
): RuledRequirement {
  return { base: combine(a.base, b.base, vocabulary), rules: [...a.rules, ...b.rules] };
}

/** Whether step-up is asked for always, or by a rule that may match. */
export function mayAskForStepUp({ base, rules }: RuledRequirement): boolean {
  return asksForStepUp(base) || rules.some(({ adds }) => asksForStepUp(adds));
}

/** Whether the decision needs the risk of the user. A mistake closes the route whatever the risk is. */
export function needsRisk(ruled: RuledRequirement): boolean {
  if (mistakesIn(ruled).length > 0) return false;
  return mayAskForStepUp(ruled) || ruled.rules.some(({ when }) => when.readsRisk);
}

/**
 * Evaluates the rules with the condition inputs. At the exchange there is no request: rules that read it do not count
 * there, and are evaluated when the grant is used. A rule whose condition cannot be evaluated counts.
 */
export function applyRules(
  { base, rules }: RuledRequirement,
  inputs: ConditionInputs,
  vocabulary: AcrVocabulary,
): Ruling {
  if (rules.length === 0) return { requirement: base, fired: [] };
  const evaluate = evaluator(inputs);
  const fired = rules.flatMap((rule): FiredRule[] => {
    if (rule.when.readsRequest && inputs.request === undefined) return [];
    const { holds, failure } = evaluate(rule.when);
    if (!holds) return [];
    return [failure === undefined ? { rule } : { rule, failure }];
  });
  const requirement = fired.reduce((all, { rule }) => combine(all, rule.adds, vocabulary), base);
  return { requirement, fired };
}

/** The mistakes of demands that no sign-in can meet: in the base, or in one rule by itself. They close their routes. */
export function mistakesIn({ base, rules }: RuledRequirement): Mistake[] {
  const mistake = unsatisfiable(base);
  const impossible = rules.some(({ adds }) => adds.acr !== 'any' && adds.acr.length === 0);
  return [
    ...(mistake === undefined ? [] : [mistake]),
    ...(impossible
      ? [{ field: 'rules', message: 'no acr word satisfies both acr and acrValues of a rule' }]
      : []),
  ];
}
