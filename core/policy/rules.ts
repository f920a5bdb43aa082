/** A requirement with rules: what is always asked, and what is asked besides when a condition holds. */
import type { AcrVocabulary } from './acr.ts';
import { evaluator } from '../condition/condition.ts';
import type { Condition } from '../condition/condition.ts';
import type { ConditionInputs } from '../condition/inputs.ts';
import { asksForStepUp, combine } from './requirement.ts';
import type { Requirement } from './requirement.ts';

/** Where `when` holds, `adds` is asked too. A rule has no way to ask for less. */
export interface Rule {
  /** Where it stands: `POST /payments rules[0]`. For logs, which hold no conditions. */
  readonly name: string;
  readonly when: Condition;
  readonly adds: Requirement;
}

export interface RuledRequirement {
  readonly base: Requirement;
  readonly rules: readonly Rule[];
}

/** A rule that counted; with `failure`, because its condition could not be evaluated. */
export interface FiredRule {
  readonly rule: Rule;
  readonly failure?: string;
}

/** What is required of one request, and the rules that made it so. */
export interface Ruling {
  readonly requirement: Requirement;
  readonly fired: readonly FiredRule[];
}

/** Both at once: never looser than either. */
export function combineRuled(
  a: RuledRequirement,
  b: RuledRequirement,
  vocabulary: AcrVocabulary,
): RuledRequirement {
  return { base: combine(a.base, b.base, vocabulary), rules: [...a.rules, ...b.rules] };
}

/** Whether step-up is asked for, or could be, by a rule. */
export function mayAskForStepUp({ base, rules }: RuledRequirement): boolean {
  return asksForStepUp(base) || rules.some(({ adds }) => asksForStepUp(adds));
}

/** Whether the risk of the user has to be known before anything can be said. */
export function needsRisk(ruled: RuledRequirement): boolean {
  return mayAskForStepUp(ruled) || ruled.rules.some(({ when }) => when.readsRisk);
}

/**
 * Judges the rules by the facts. Without a request, as at the exchange, those that read it do not count: they
 * are judged when the grant is used. One that cannot be evaluated counts.
 */
export function applyRules(
  { base, rules }: RuledRequirement,
  facts: ConditionInputs,
  vocabulary: AcrVocabulary,
): Ruling {
  if (rules.length === 0) return { requirement: base, fired: [] };
  const ask = evaluator(facts);
  const fired = rules.flatMap((rule): FiredRule[] => {
    if (rule.when.readsRequest && facts.request === undefined) return [];
    const { holds, failure } = ask(rule.when);
    if (!holds) return [];
    return [failure === undefined ? { rule } : { rule, failure }];
  });
  const requirement = fired.reduce((all, { rule }) => combine(all, rule.adds, vocabulary), base);
  return { requirement, fired };
}
