/** Reads and writes the items of the policy table, each write on condition that the item is still as it was read. */
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import type { RawItem } from '../../adapters/dynamodb/plain-item.ts';
import { batchRead, PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import { scanPages } from '../../adapters/dynamodb/pages.ts';
import { deleteIfUnchanged, putIfUnchanged } from '../../adapters/dynamodb/unchanged-item.ts';
import { TABLES } from '../../core/contract.ts';
import { SEED_RECORD } from '../../core/seeds.ts';
import { refusalOfCall } from '../connection/aws-refusal.ts';
import type { Connection } from '../protected-api.ts';
import { conflict } from './conflict.ts';
import { ITEM_FIELDS } from './item-fields.ts';
import type { Item } from './item-fields.ts';

/** An item as it was read: `raw` is what it is compared with when it is written. */
export interface StoredItem {
  readonly key: string;
  readonly raw: RawItem;
  readonly fields: Item;
}

type PolicyTable = Pick<Connection, 'dynamodb' | 'policyTable'>;

const { partitionKey } = TABLES.policy;

/** All policies, a page of at most 1 MB at a time. `group`: only the routes that name this one. */
export async function* scanItems(
  { dynamodb, policyTable }: PolicyTable,
  group?: string,
): AsyncGenerator<readonly StoredItem[]> {
  const match = group === undefined ? undefined : { attribute: 'group', value: group };
  try {
    for await (const page of scanPages(dynamodb, policyTable, match))
      yield page.map(storedItem).filter(({ key }) => key !== SEED_RECORD);
  } catch (error) {
    throw refusalOfCall(error, `reading table ${policyTable}`);
  }
}

/** The items of these keys that exist. */
export async function readItems(
  { dynamodb, policyTable }: PolicyTable,
  keys: readonly string[],
): Promise<Map<string, StoredItem>> {
  try {
    const reading = { ...PATIENT, table: policyTable, partitionKey };
    const found = await batchRead(dynamodb, [...new Set(keys)], reading);
    return new Map([...found].map(([key, item]) => [key, storedItem(item)]));
  } catch (error) {
    throw refusalOfCall(error, `reading table ${policyTable}`);
  }
}

/** Puts the item in the place of `before`, or of no item. Throws an AdminRefusal at a conflict. */
export async function putItem(table: PolicyTable, item: Item, before: StoredItem | undefined): Promise<void> {
  const key = String(item[partitionKey]);
  await orConflict(table, key, () => putIfUnchanged(compared(table), item, before?.raw));
}

/** Deletes the item. Throws an AdminRefusal at a conflict. */
export async function deleteItem(table: PolicyTable, before: StoredItem): Promise<void> {
  await orConflict(table, before.key, () => deleteIfUnchanged(compared(table), before.key, before.raw));
}

async function orConflict(table: PolicyTable, key: string, write: () => Promise<boolean>): Promise<void> {
  const isWritten = await write().catch((error: unknown) => {
    throw refusalOfCall(error, `writing ${key}`);
  });
  if (!isWritten) throw conflict(key, (await readItems(table, [key])).get(key)?.fields);
}

function compared({ dynamodb, policyTable }: PolicyTable) {
  return { client: dynamodb, table: policyTable, partitionKey, attributes: ITEM_FIELDS };
}

function storedItem(raw: RawItem): StoredItem {
  return { key: raw[partitionKey]?.S ?? '', raw, fields: plainItem(raw) };
}
