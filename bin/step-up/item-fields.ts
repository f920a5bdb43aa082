/** The fields of a policy item, in the order in which people read them. */
import { createHash } from 'node:crypto';

/** What an administrator has written: it need not be a policy. */
export type Item = Readonly<Record<string, unknown>>;

const RECORDS = ['version', 'updatedAt', 'updatedBy'];

export const ITEM_FIELDS = [
  'route',
  'description',
  'group',
  'deny',
  'acr',
  'acrValues',
  'maxAge',
  'scopes',
  'grant',
  'rules',
  'upcoming',
  ...RECORDS,
];

/** What the item says, without who wrote it when. */
export function content(item: Item): Item {
  return Object.fromEntries(Object.entries(item).filter(([name]) => !RECORDS.includes(name)));
}

/** In the usual order; what we do not know comes last. */
export function inOrder(item: Item): Item {
  const rank = (name: string) =>
    ITEM_FIELDS.includes(name) ? ITEM_FIELDS.indexOf(name) : ITEM_FIELDS.length;
  return Object.fromEntries(
    Object.entries(item).toSorted(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1)),
  );
}

/** The same for items that say the same, whatever the order of their fields, and whoever wrote them. */
export function fingerprint(item: Item): string {
  return createHash('sha256')
    .update(canonical(content(item)))
    .digest('base64');
}

/** The version that it carries; none where it carries none that is one. */
export function versionOf({ version }: Item): number | undefined {
  return typeof version === 'number' && Number.isSafeInteger(version) ? version : undefined;
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value instanceof Set) return `set${canonical([...value].toSorted())}`;
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) {
    return JSON.stringify(value);
  }
  const members = Object.entries(value)
    .filter(([, member]) => member !== undefined)
    .toSorted(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, member]) => `${JSON.stringify(name)}:${canonical(member)}`);
  return `{${members.join(',')}}`;
}
