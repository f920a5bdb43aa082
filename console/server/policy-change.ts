/** One change of an item, from the record of changes, for the page. */
import { yamlOf } from '../../admin/files/yaml-text.ts';
import type { AuditEntry } from '../../admin/policy/audit-record.ts';
import { differenceOf } from '../../admin/policy/difference.ts';
import { content } from '../../admin/policy/item-fields.ts';
import type { Item } from '../../admin/policy/item-fields.ts';
import type { PolicyChange } from '../wire/policy.ts';

/** `key` is that of the item. */
export function changeOf(key: string, entry: AuditEntry): PolicyChange {
  const { at, event, before, after, omitted, valid, loosened, assertedBy } = entry;
  return {
    at,
    event,
    by: assertedBy,
    valid,
    loosened,
    difference: [
      ...omitted.map((image) => `${image}: too large for the record`),
      ...differenceOf(key, before, after),
    ],
    before: before === undefined ? undefined : fieldsOf(before),
  };
}

/** The fields as they are put back: without the key, and without the record of the write. */
function fieldsOf(item: Item): string {
  const fields = Object.fromEntries(Object.entries(content(item)).filter(([name]) => name !== 'route'));
  return yamlOf(fields);
}
