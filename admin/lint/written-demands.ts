/** The demands of an item and of each of its rules, today's and the announced ones, with their fields. */
import { combine, ONCE_MAX_AGE, requirementFrom } from '../../core/policy/requirement.ts';
import type { Demands, Requirement } from '../../core/policy/requirement.ts';
import { fieldsAt } from '../../core/policy/versions.ts';
import type { PolicyFields } from '../../core/policy/versions.ts';
import type { Layers } from './versions.ts';
import type { World } from './world.ts';

/** Demands of an item, or of one of its rules. */
export interface WrittenDemands {
  readonly demands: Demands;
  /** The field of the item in which one of the demands stands: `upcoming.rules[0].maxAge`. */
  readonly at: (field: 'maxAge' | 'grant' | 'deny') => string;
  /** The maxAge that holds together with them, in seconds; Infinity without one. */
  readonly maxAge: number;
  /** Whether a grant opens the route only once. */
  readonly once: boolean;
  /** From when they hold, in seconds since 1970. */
  readonly from: number;
}

/** The item as it is today, or as its announced change makes it. */
interface ItemVersion {
  readonly fields: PolicyFields;
  readonly at: (field: keyof PolicyFields) => string;
  /** What is required when no rule counts, by the group too. */
  readonly base: Requirement;
  readonly from: number;
}

/** Of the item in force, and as announced. */
export function writtenDemandsOf(item: Layers, world: World): readonly WrittenDemands[] {
  return itemVersionsOf(item, world).flatMap(demandsIn);
}

function demandsIn({ fields, at, base, from }: ItemVersion): WrittenDemands[] {
  const baseMaxAge = base.maxAge ?? Infinity;
  const item: WrittenDemands = { demands: fields, at, maxAge: baseMaxAge, once: base.grant.once, from };
  const rules = (fields.rules ?? []).map((rule, index): WrittenDemands => {
    const once = rule.grant?.use === 'once';
    const maxAge = Math.min(baseMaxAge, rule.maxAge ?? Infinity, once ? ONCE_MAX_AGE : Infinity);
    const inRule = (field: string) => `${at('rules')}[${index}].${field}`;
    return { demands: rule, at: inRule, maxAge, once: once || base.grant.once, from };
  });
  return [item, ...rules];
}

function itemVersionsOf({ own, group }: Layers, { trust, now }: World): readonly ItemVersion[] {
  const { upcoming } = own;
  const both = (fields: PolicyFields, groups: PolicyFields | undefined) => {
    const base = requirementFrom(fields, trust.acr);
    return groups === undefined ? base : combine(requirementFrom(groups, trust.acr), base, trust.acr);
  };
  const today: ItemVersion = { fields: own, at: (field) => field, base: both(own, group), from: now };
  if (upcoming === undefined) return [today];
  const changed = fieldsAt(own, 'never');
  const future: ItemVersion = {
    fields: changed,
    at: (field) => (upcoming[field] === undefined ? field : `upcoming.${field}`),
    base: both(changed, group === undefined ? undefined : fieldsAt(group, 'never')),
    from: Math.max(now, upcoming.effectiveAt ?? now),
  };
  const isPast = upcoming.effectiveAt !== undefined && upcoming.effectiveAt <= now;
  return isPast ? [future] : [today, future];
}
