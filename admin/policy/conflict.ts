/** Refuses a write over a change that was made after the administrator read the item. */
import { CommandError, EXIT } from '../command.ts';
import { versionOf } from './item-fields.ts';
import type { Item } from './item-fields.ts';

/** The error for an item that has changed since it was read. Says who changed it, as far as `now`, the item, tells. */
export function conflict(key: string, now: Item | undefined): CommandError {
  if (now === undefined) {
    return new CommandError(
      `conflict: ${key} was deleted meanwhile. Nothing of it was changed: look, and try again`,
    );
  }
  const { version, updatedAt, updatedBy } = now;
  const who = typeof updatedBy === 'string' ? ` by ${updatedBy}` : '';
  const when = typeof updatedAt === 'string' ? ` at ${updatedAt}` : '';
  const what = typeof version === 'number' ? ` (version ${version} now)` : '';
  return new CommandError(
    `conflict: ${key} was changed${who}${when}${what}. Nothing of it was changed: look at it with "policy get", and try again`,
  );
}

/** A `version` in the fields that are given says which item they were made from: throws if `before` is another one. */
export function requireVersion(key: string, given: Item, before: Item | undefined): void {
  if (given.version === undefined) return;
  const version = versionOf(given);
  if (version === undefined) {
    throw new CommandError(`${key}: version: expected a whole number, as it was read`, EXIT.invalid);
  }
  if (before === undefined || versionOf(before) !== version) throw conflict(key, before);
}
