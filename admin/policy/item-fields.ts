/** The fields of a policy item, in the order for readers. */
import { createHash } from 'node:crypto';
import { canonical } from '../../core/canonical.ts';

/** An item as an administrator has written it: it need not be a valid policy. */
export type Item = Readonly<Record<string, unknown>>;

const RECORDS = ['version', 'updatedAt', 'updatedBy'];

export const ITEM_FIELDS = [
  'route',
  'description',
  'group',
  'deny',
  'closedUntil',
  'acr',
  'acrValues',
  'maxAge',
  'scopes',
  'grant',
  'rules',
  'upcoming',
  ...RECORDS,
];

/** The item without the record of its last change. */
export function content(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !RECORDS.includes(name)));
}

/** In the usual order; unknown fields come last. */
export function inOrder(item: Item): Item {
  return Object.fromEntries(
    Object.entries(item)
      .toSorted(([a], [b]) => rankOf(a) - rankOf(b) || (a < b ? -1 : 1))
      .map(([name, value]) => [name, within(value)]),
  );
}

/** Rules have the same order: what the rule is about, when it counts, and what it asks for then. */
const ORDER = ITEM_FIELDS.toSpliced(ITEM_FIELDS.indexOf('description') + 1, 0, 'when');

function rankOf(name: string): number {
  return ORDER.includes(name) ? ORDER.indexOf(name) : ORDER.length;
}

/** The members of rules, grants and announcements, which the table and the record of changes return in other orders. */
function within(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(within);
  if (typeof value !== 'object' || value === null || value instanceof Set || value instanceof Uint8Array) {
    return value;
  }
  return inOrder({ ...value });
}

/** Equal for items with equal content, in any order of the fields and by any writer. */
export function fingerprint(item: Item): string {
  return createHash('sha256')
    .update(canonical(content(item)))
    .digest('base64');
}

/** Identifies an item as it stands in the table, with its records; the same for every item that does not exist. */
export function stampOf(item: Item | undefined): string {
  return createHash('sha256')
    .update(canonical(item ?? null))
    .digest('hex');
}

/** The version of the item; undefined if the field is missing or not a whole number. */
export function versionOf({ version }: Item): number | undefined {
  return typeof version === 'number' && Number.isSafeInteger(version) ? version : undefined;
}
