/** The policy versions of an item together with its group. */
import type { GroupPolicy } from '../../core/policy/item.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { timeText } from '../moment.ts';

/** An item's policy, and that of its group if it names one. */
export interface Layers {
  readonly own: GroupPolicy;
  readonly group: GroupPolicy | undefined;
}

/** For messages: from when a version holds. Empty for the first one. */
export function since({ from }: PolicyVersion): string {
  if (from === 0) return '';
  return from === 'never' ? ' (under the observed change)' : ` (from ${timeText(from)})`;
}
