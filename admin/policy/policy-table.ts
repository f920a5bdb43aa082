/** Reads and writes the items of the policy table, each write on condition that the item is still as it was read. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  paginateScan,
  PutItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { batchRead, PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import { plainItem } from '../../adapters/dynamodb/answer.ts';
import { TABLES } from '../../core/contract.ts';
import { awsFailure } from '../connection/aws-failure.ts';
import { CommandError } from '../command.ts';
import type { Connection } from '../command.ts';
import { ITEM_FIELDS } from './item-fields.ts';
import type { Item } from './item-fields.ts';

/** An item as it was read: `raw` is what it is compared with when it is written. */
export interface StoredItem {
  readonly key: string;
  readonly raw: Readonly<Record<string, AttributeValue>>;
  readonly fields: Item;
}

export type PolicyTable = Pick<Connection, 'dynamodb' | 'policyTable'>;

const { partitionKey } = TABLES.policy;

/** All items, a page of at most 1 MB at a time. `group`: only the routes that name this one. */
export async function* scanItems(
  { dynamodb, policyTable }: PolicyTable,
  group?: string,
): AsyncGenerator<readonly StoredItem[]> {
  const filter =
    group === undefined
      ? {}
      : {
          FilterExpression: '#group = :group',
          ExpressionAttributeNames: { '#group': 'group' },
          ExpressionAttributeValues: { ':group': { S: group } },
        };
  const pages = paginateScan(
    { client: dynamodb },
    { TableName: policyTable, ConsistentRead: true, ...filter },
  );
  try {
    for await (const { Items = [] } of pages) yield Items.map(storedItem);
  } catch (error) {
    throw awsFailure(error, `reading table ${policyTable}`);
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
    throw awsFailure(error, `reading table ${policyTable}`);
  }
}

/** Puts the item in the place of `before`, of nothing where that is none. Throws a CommandError at a conflict. */
export async function putItem(table: PolicyTable, item: Item, before: StoredItem | undefined): Promise<void> {
  const key = String(item[partitionKey]);
  await conditionally(table, key, () =>
    table.dynamodb.send(
      new PutItemCommand({
        TableName: table.policyTable,
        Item: marshall(item, { removeUndefinedValues: true }),
        ...(before === undefined ? isAbsent : isUnchanged(before)),
      }),
    ),
  );
}

export async function deleteItem(table: PolicyTable, before: StoredItem): Promise<void> {
  await conditionally(table, before.key, () =>
    table.dynamodb.send(
      new DeleteItemCommand({
        TableName: table.policyTable,
        Key: { [partitionKey]: { S: before.key } },
        ...isUnchanged(before),
      }),
    ),
  );
}

async function conditionally(table: PolicyTable, key: string, write: () => Promise<unknown>): Promise<void> {
  try {
    await write();
  } catch (error) {
    if (!(error instanceof ConditionalCheckFailedException)) throw awsFailure(error, `writing ${key}`);
    throw conflict(key, (await readItems(table, [key])).get(key));
  }
}

/** Says who was faster, as far as the item tells. */
export function conflict(key: string, now: StoredItem | undefined): CommandError {
  if (now === undefined) {
    return new CommandError(
      `conflict: ${key} was deleted meanwhile. Nothing of it was changed: look, and try again`,
    );
  }
  const { version, updatedAt, updatedBy } = now.fields;
  const who = typeof updatedBy === 'string' ? ` by ${updatedBy}` : '';
  const when = typeof updatedAt === 'string' ? ` at ${updatedAt}` : '';
  const what = typeof version === 'number' ? ` (version ${version} now)` : '';
  return new CommandError(
    `conflict: ${key} was changed${who}${when}${what}. Nothing of it was changed: look at it with "policy get", and try again`,
  );
}

const isAbsent = {
  ConditionExpression: 'attribute_not_exists(#key)',
  ExpressionAttributeNames: { '#key': partitionKey },
};

/** As many attributes as an expression of 4 KB has room for (Amazon DynamoDB: "Expression parameters"). */
const MOST_COMPARED = 100;

/**
 * Every attribute, not the version alone: whoever edits an item by hand leaves the version as it is. And none of the
 * fields that it did not have.
 */
function isUnchanged({ raw }: StoredItem) {
  const present = Object.entries(raw).slice(0, MOST_COMPARED);
  const absent = ITEM_FIELDS.filter((name) => !Object.hasOwn(raw, name));
  const names = [...present.map(([name]) => name), ...absent];
  return {
    ConditionExpression: names
      .map((_, index) =>
        index < present.length ? `#${index} = :${index}` : `attribute_not_exists(#${index})`,
      )
      .join(' AND '),
    ExpressionAttributeNames: Object.fromEntries(names.map((name, index) => [`#${index}`, name])),
    ExpressionAttributeValues: Object.fromEntries(
      present.map(([, value], index) => [`:${index}`, value] as const),
    ),
  };
}

function storedItem(raw: Record<string, AttributeValue>): StoredItem {
  return { key: raw[partitionKey]?.S ?? '', raw, fields: plainItem(raw) };
}
