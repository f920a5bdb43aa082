/** What the single looks of lint look at: one item, with what it is judged with. */
import { requirementFrom, combine } from '../../core/policy/requirement.ts';
import type { Demands, Requirement } from '../../core/policy/requirement.ts';
import type { GroupPolicy } from '../../core/policy/item.ts';
import { versionsOf } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import type { TrustConfig } from '../../core/token/trust-config.ts';
import { timeText } from '../moment.ts';
import type { Finding } from './finding.ts';
import type { Parameters } from './parameters.ts';

export interface Subject {
  readonly key: string;
  readonly own: GroupPolicy;
  /** The policy of its group, if it has one. */
  readonly group: GroupPolicy | undefined;
  readonly isGroup: boolean;
  /** The methods that requests under it can have. */
  readonly methods: readonly string[];
  /** None where its templates are not known. */
  readonly parameters: Parameters | undefined;
}

/** What is the same for all items. `now` in seconds since 1970. */
export interface World {
  readonly trust: TrustConfig;
  readonly now: number;
  /** `acr_values_supported` of each issuer that says so. */
  readonly announcedAcr: ReadonlyMap<string, readonly string[]>;
}

export type Look = (subject: Subject, world: World) => readonly Finding[];

/** The group's policy and its own, as the core combines them. */
export function layersOf({ own, group }: Pick<Subject, 'own' | 'group'>): readonly GroupPolicy[] {
  return group === undefined ? [own] : [group, own];
}

/** The item as it is today, or as its announced change makes it. */
export interface ItemVersion {
  readonly fields: Fields;
  /** Where a field is written. */
  readonly at: (field: keyof Fields) => string;
  /** What is always asked, by the group too. */
  readonly base: Requirement;
  /** From when it holds, in seconds since 1970. */
  readonly from: number;
}

type Fields = Demands & Pick<GroupPolicy, 'rules'>;

/** The versions of an item that hold, or will. */
export function itemVersionsOf({ own, group }: Subject, { trust, now }: World): readonly ItemVersion[] {
  const { upcoming } = own;
  const both = (fields: Fields, groups: Fields | undefined) => {
    const base = requirementFrom(fields, trust.acr);
    return groups === undefined ? base : combine(requirementFrom(groups, trust.acr), base, trust.acr);
  };
  const today: ItemVersion = { fields: own, at: (field) => field, base: both(own, group), from: now };
  if (upcoming === undefined) return [today];
  const changed = { ...own, ...upcoming };
  const future: ItemVersion = {
    fields: changed,
    at: (field) => (upcoming[field] === undefined ? field : `upcoming.${field}`),
    base: both(changed, group === undefined ? undefined : { ...group, ...group.upcoming }),
    from: Math.max(now, upcoming.effectiveAt ?? now),
  };
  const isPast = upcoming.effectiveAt !== undefined && upcoming.effectiveAt <= now;
  return isPast ? [future] : [today, future];
}

/** The versions of item and group together that hold, or will. */
export function liveVersionsOf(subject: Subject, { trust, now }: World): readonly PolicyVersion[] {
  const versions = versionsOf(layersOf(subject), trust.acr);
  const current = versions.findLastIndex(({ from }) => from !== 'never' && from <= now);
  return versions.slice(Math.max(0, current));
}

/** In words, from when a version holds. */
export function since({ from }: PolicyVersion): string {
  if (from === 0) return '';
  return from === 'never' ? ' (under the observed change)' : ` (from ${timeText(from)})`;
}
