/** Reads the record of changes: when an item changed, from what, to what, and by whom. */
import * as v from 'valibot';
import { auditRecord, image } from '../../adapters/audit/record.ts';
import type { EditEvent } from '../../adapters/audit/record.ts';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { itemOfImage } from '../../adapters/dynamodb/item-image.ts';
import { queryPages } from '../../adapters/dynamodb/pages.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { refusalOfCall } from '../connection/aws-refusal.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import type { Item } from './item-fields.ts';

/** One change of an item. `before` is undefined if it was created, `after` if it was deleted. */
export interface AuditEntry {
  /** RFC 3339. */
  readonly at: string;
  readonly event: EditEvent;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Which of `before` and `after` was too large for a record. */
  readonly omitted: readonly string[];
  readonly valid: boolean | undefined;
  readonly loosened: readonly string[];
  /** The writer's name, as the writer gave it. */
  readonly assertedBy: string | undefined;
}

const item = v.pipe(image, v.transform(itemOfImage), v.record(v.string(), v.unknown()));

/** The parts of a record that administrators see, with the items of its images. */
const entrySchema = v.object({
  ...v.pick(auditRecord, ['at', 'event', 'omitted', 'valid', 'loosened', 'assertedBy']).entries,
  before: v.optional(item),
  after: v.optional(item),
});

/** The changes of an item, newest first, page by page. Throws an AdminRefusal where changes are not recorded. */
export async function* auditEntries(
  { dynamodb, auditTable, description }: Connection,
  key: string,
): AsyncGenerator<AuditEntry> {
  if (auditTable === undefined) {
    throw new AdminRefusal(
      'no_record',
      `${description} has no record of changes. A deployed stack and the local run have one, if the policy table has a stream; with --table, name it in the environment as ${ENVIRONMENT.auditTable}`,
    );
  }
  const match = { attribute: TABLES.audit.partitionKey, value: key };
  try {
    for await (const page of queryPages(dynamodb, { table: auditTable, match, lastFirst: true })) {
      for (const raw of page) yield entryOf(plainItem(raw), key);
    }
  } catch (error) {
    throw refusalOfCall(error, `reading the record of changes in table ${auditTable}`);
  }
}

function entryOf(raw: Item, key: string): AuditEntry {
  const parsed = v.safeParse(entrySchema, raw);
  if (!parsed.success) {
    throw new AdminRefusal(
      'record_incomplete',
      `the record of ${key} has an entry that this version cannot read: ${parsed.issues[0].message}`,
    );
  }
  const { at, event, before, after, valid, loosened, assertedBy, omitted = {} } = parsed.output;
  return { at, event, before, after, valid, loosened, assertedBy, omitted: Object.keys(omitted) };
}
