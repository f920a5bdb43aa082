/** The policy versions of an item together with its group. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { timeText } from '../moment.ts';

/** An item's policy, and that of its group if it names one. */
export interface Layers {
  readonly own: GroupPolicy;
  readonly group: GroupPolicy | undefined;
}

/** The group's policy and the item's own, as the core combines them. */
export function layersOf({ own, group }: Layers): readonly GroupPolicy[] {
  return group === undefined ? [own] : [group, own];
}

/** The version in force, and the announced ones. `now` in seconds since 1970. */
export function liveVersions(versions: readonly PolicyVersion[], now: number): readonly PolicyVersion[] {
  const current = versions.findLastIndex(({ from }) => from !== 'never' && from <= now);
  return versions.slice(Math.max(0, current));
}

/** For messages: from when a version holds. Empty for the first one. */
export function since({ from }: PolicyVersion): string {
  if (from === 0) return '';
  return from === 'never' ? ' (under the observed change)' : ` (from ${timeText(from)})`;
}
