/** For messages: from when a policy version holds. */
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { timeText } from '../moment.ts';

/** ` (from …)`. Empty for the first version. */
export function since({ from }: PolicyVersion): string {
  if (from === 0) return '';
  return from === 'never' ? ' (under the observed change)' : ` (from ${timeText(from)})`;
}
