/** The demands of an item and of each of its rules, in each policy version, with their fields. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import { combine } from '../../core/policy/requirement.ts';
import type { Demands, Requirement } from '../../core/policy/requirement.ts';
import { fieldsAt } from '../../core/policy/versions.ts';
import type { PolicyFields, PolicyVersion } from '../../core/policy/versions.ts';
import { since } from './since.ts';
import type { World } from './world.ts';

/** Demands of an item, or of one of its rules, in one policy version. */
export interface WrittenDemands {
  readonly demands: Demands;
  /** The field of the item in which one of the demands stands: `upcoming.rules[0].maxAge`. */
  readonly at: (field: 'maxAge' | 'grant' | 'deny') => string;
  /** What is required when they count: by the item, by its group, and by the rule if they are those of a rule. */
  readonly together: Requirement;
  /** From when they hold, in seconds since 1970. */
  readonly from: number;
  /** For messages: from when they hold. Empty for the version in force. */
  readonly since: string;
}

/** Of the item, in these versions of it together with its group. */
export function writtenDemandsOf(
  own: GroupPolicy,
  versions: readonly PolicyVersion[],
  world: World,
): readonly WrittenDemands[] {
  return versions.flatMap((version) => demandsIn(own, version, world));
}

function demandsIn(own: GroupPolicy, version: PolicyVersion, { trust, now }: World): WrittenDemands[] {
  const fields = fieldsAt(own, version.from);
  const at = fieldNames(own, fields);
  const { base, rules } = version.demands;
  const from = version.from === 'never' ? now : Math.max(now, version.from);
  const isInForce = version.from !== 'never' && version.from <= now;
  const holding = { from, since: isInForce ? '' : since(version) };
  const ofRules = (fields.rules ?? []).flatMap((rule, index) => {
    const inRule = (field: string) => `${at('rules')}[${index}].${field}`;
    return rules
      .filter(({ when }) => when === rule.when)
      .map(({ adds }): WrittenDemands => {
        return { demands: rule, at: inRule, together: combine(base, adds, trust.acr), ...holding };
      });
  });
  return [{ demands: fields, at, together: base, ...holding }, ...ofRules];
}

/** Where each of the fields stands: in the item, or in its announced change. */
/** The fields that a change can name. */
type ChangedField = Exclude<keyof PolicyFields, 'closedUntil'>;

function fieldNames(own: GroupPolicy, fields: PolicyFields): (field: ChangedField) => string {
  const changed = fields === own ? undefined : own.upcoming;
  return (field) => (changed?.[field] === undefined ? field : `upcoming.${field}`);
}

/** The first of those that have the same key, in their order. A finding names the first version that has it. */
export function firstOfEach(
  all: readonly WrittenDemands[],
  keyOf: (one: WrittenDemands) => readonly unknown[],
): readonly WrittenDemands[] {
  const seen = new Set<string>();
  return all.filter((one) => {
    const key = keyOf(one).join(' ');
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}
