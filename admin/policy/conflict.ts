/** Refuses a write over a change that was made after the administrator read the item. */
import { AdminRefusal } from '../refusals/refusal.ts';
import { stampOf, versionOf } from './item-fields.ts';
import type { Item } from './item-fields.ts';

/** The error for an item that has changed since it was read. Says who changed it, as far as `now`, the item, tells. `given`: the version that the fields name. */
export function conflict(key: string, now: Item | undefined, given?: number): AdminRefusal {
  if (now === undefined) {
    return new AdminRefusal(
      'policy_conflict',
      `conflict: ${key} was deleted meanwhile. Nothing of it was changed: look, and try again`,
      { route: key, given },
    );
  }
  const { version, updatedAt, updatedBy } = now;
  const who = typeof updatedBy === 'string' ? ` by ${updatedBy}` : '';
  const when = typeof updatedAt === 'string' ? ` at ${updatedAt}` : '';
  const what = typeof version === 'number' ? ` (version ${version} now)` : '';
  return new AdminRefusal(
    'policy_conflict',
    `conflict: ${key} was changed${who}${when}${what}. Nothing of it was changed: look at it with "policy get", and try again`,
    { route: key, version, updatedAt, updatedBy, given },
  );
}

/** A `version` in the fields that are given says which item they were made from: throws if `before` is another one. */
export function requireVersion(key: string, given: Item, before: Item | undefined): void {
  if (given.version === undefined) return;
  const version = versionOf(given);
  if (version === undefined) {
    throw new AdminRefusal(
      'policy_file_invalid',
      `${key}: version: expected a whole number, as it was read`,
      {
        route: key,
      },
    );
  }
  if (before === undefined || versionOf(before) !== version) throw conflict(key, before, version);
}

/** A `stamp` says which item was read: throws if the item is another one now. */
export function requireStamp(key: string, stamp: string | undefined, now: Item | undefined): void {
  if (stamp !== undefined && stamp !== stampOf(now)) throw conflict(key, now);
}
