/** The record that an item carries of its last write. */
import { versionOf } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import type { StoredItem } from './policy-table.ts';

/** The item with its next version, the time and the writer. `now` is in seconds since 1970. */
export function signed(item: Item, before: StoredItem | undefined, now: number, writer: string): Item {
  return {
    ...item,
    version: (before === undefined ? 0 : (versionOf(before.fields) ?? 0)) + 1,
    updatedAt: new Date(now * 1000).toISOString(),
    updatedBy: writer,
  };
}
