/** The versions of a policy: what its items ask for today, and what they will ask for after announced changes. */
import type { AcrVocabulary } from './acr.ts';
import type { GroupPolicy } from './item.ts';
import { requirementFrom } from './requirement.ts';
import type { Demands } from './requirement.ts';
import { combineRuled } from './rules.ts';
import type { RuledRequirement } from './rules.ts';

/** The demands from a moment on, in seconds since 1970. `never`: the change is only observed. */
export interface PolicyVersion {
  readonly from: number | 'never';
  readonly demands: RuledRequirement;
}

/** In the order of their dates. The first is in force from the beginning; a version that is only observed comes last. */
export type PolicyVersions = readonly [PolicyVersion, ...PolicyVersion[]];

/** The version in force at `now` (seconds since 1970), and those that are announced or only observed. */
export function versionsAt(
  [first, ...rest]: PolicyVersions,
  now: number,
): { readonly current: PolicyVersion; readonly announced: readonly PolicyVersion[] } {
  const current = rest.findLast(({ from }) => from !== 'never' && from <= now) ?? first;
  return { current, announced: rest.filter(({ from }) => from === 'never' || from > now) };
}

/** The versions of items that apply together. A later version includes every earlier change. */
export function versionsOf(policies: readonly GroupPolicy[], vocabulary: AcrVocabulary): PolicyVersions {
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
      .map((policy) => ruledFrom(policy.route, fieldsAt(policy, from), vocabulary))
      .reduce((a, b) => combineRuled(a, b, vocabulary)),
  });
  return [version(0), ...moments.map(version), ...(observed ? [version('never')] : [])];
}

/** The fields of an item that ask for something. */
export type PolicyFields = Demands & Pick<GroupPolicy, 'rules'>;

/**
 * An item's fields at a moment: its own, or those after its announced change replaced some of them. No change opens an item
 * that denies by itself: whoever closed it later than the change was announced means it.
 */
export function fieldsAt(policy: GroupPolicy, moment: PolicyVersion['from']): PolicyFields {
  const { upcoming } = policy;
  const changed = moment === 'never' || (upcoming?.effectiveAt ?? Infinity) <= moment;
  return changed ? { ...policy, ...upcoming, deny: policy.deny === true || upcoming?.deny } : policy;
}

function ruledFrom(item: string, fields: PolicyFields, vocabulary: AcrVocabulary): RuledRequirement {
  const rules = (fields.rules ?? []).map((rule, index) => ({
    name: `${item} rules[${index}]`,
    when: rule.when,
    adds: requirementFrom(rule, vocabulary),
  }));
  return { base: requirementFrom(fields, vocabulary), rules };
}
