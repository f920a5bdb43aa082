/** One change of an item, from the record of changes, for the page. */
import type { AuditEntry } from '../../admin/policy/audit-record.ts';
import { differenceOf } from '../../admin/policy/difference.ts';
import { fieldsText } from './fields-text.ts';
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
      ...omitted.map((image) => ({ mark: ' ' as const, line: `${image}: too large for the record` })),
      ...differenceOf(key, before, after),
    ],
    before: before === undefined ? undefined : fieldsText(before),
  };
}
