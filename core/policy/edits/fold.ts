/** Writes an announced change that is in force into its item. */
import { secondsOfDateTime } from '../../date-time.ts';

type Fields = Readonly<Record<string, unknown>>;

/**
 * The item with its announced change written into it, where that is in force at `now` (seconds since 1970); else the item
 * as it is. Nothing that holds is changed by it: an item that denies by itself still does. Without it, an edit of a field
 * that the change replaces would have no effect.
 */
export function folded(item: Fields, now: number): Fields {
  const { upcoming, ...own } = item;
  if (typeof upcoming !== 'object' || upcoming === null) return item;
  const { effectiveAt, ...changed }: Fields = { ...upcoming };
  const at = typeof effectiveAt === 'string' ? secondsOfDateTime(effectiveAt) : undefined;
  if (at === undefined || at > now) return item;
  return { ...own, ...changed, ...(own.deny === true ? { deny: true } : {}) };
}
