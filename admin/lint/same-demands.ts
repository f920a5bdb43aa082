/**
 * Compares demands by what they ask for, not by how they are written. The order of rules, of scopes and of fields does
 * not count. The order of acr words counts: it is the order of preference in a challenge (RFC 9470 §3).
 */
import { isDeepStrictEqual } from 'node:util';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { combine } from '../../core/policy/requirement.ts';
import type { Requirement } from '../../core/policy/requirement.ts';
import type { RuledRequirement } from '../../core/policy/rules.ts';

/** Requirements have one form: scopes are sorted, and a field that an item leaves out has its default. */
export function sameRequirement(a: Requirement, b: Requirement): boolean {
  return isDeepStrictEqual(a, b);
}

/** Whether both ask for the same, for every set of conditions that hold. */
export function sameDemands(a: RuledRequirement, b: RuledRequirement, vocabulary: AcrVocabulary): boolean {
  const conditions = new Set([...a.rules, ...b.rules].map(({ when }) => when.text));
  return (
    sameRequirement(a.base, b.base) &&
    [...conditions].every((text) =>
      sameRequirement(requirementWhen(text, a, vocabulary), requirementWhen(text, b, vocabulary)),
    )
  );
}

/** What is required when the condition with this text holds, and no other condition. */
export function requirementWhen(
  text: string,
  { base, rules }: RuledRequirement,
  vocabulary: AcrVocabulary,
): Requirement {
  return rules
    .filter(({ when }) => when.text === text)
    .reduce((all, { adds }) => combine(all, adds, vocabulary), base);
}
