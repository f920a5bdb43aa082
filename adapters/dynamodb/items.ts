/** Reads, adds, changes and deletes one item of a table by its key. */
import {
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { RawItem } from './plain-item.ts';
import type { Match } from './pages.ts';
import { send, sendIf } from './send.ts';
import type { CallOptions } from './send.ts';

/** Where an item stands: the table, and the attributes of its key with their values. */
export interface ItemKey {
  readonly table: string;
  readonly key: Readonly<Record<string, string>>;
}

/** The item, strongly consistent; none where the table has none. */
export async function getItem(
  client: DynamoDBClient,
  { table, key }: ItemKey,
  options: CallOptions = {},
): Promise<RawItem | undefined> {
  const command = new GetItemCommand({ TableName: table, Key: marshall(key), ConsistentRead: true });
  return (await send(client, command, options)).Item;
}

export interface NewItem {
  readonly table: string;
  readonly partitionKey: string;
  /** Attributes that are undefined are left out. */
  readonly item: Readonly<Record<string, unknown>>;
  /** An item with this attribute does not count: it is of an earlier attempt to put this item. */
  readonly unless?: Match;
}

/** Puts the item, where the table has none of its key. False where the table has one, which then stays as it is. */
export function putIfAbsent(
  client: DynamoDBClient,
  { table, partitionKey, item, unless }: NewItem,
  options?: CallOptions,
): Promise<boolean> {
  const isAbsent = 'attribute_not_exists(#key)';
  const command = new PutItemCommand({
    TableName: table,
    Item: marshall(item, { removeUndefinedValues: true }),
    ...(unless === undefined
      ? { ConditionExpression: isAbsent, ExpressionAttributeNames: { '#key': partitionKey } }
      : {
          ConditionExpression: `${isAbsent} OR #unless = :unless`,
          ExpressionAttributeNames: { '#key': partitionKey, '#unless': unless.attribute },
          ExpressionAttributeValues: { ':unless': { S: unless.value } },
        }),
  });
  return sendIf(client, command, options);
}

/** Deletes the item. False where the table had none. */
export async function deleteItem(client: DynamoDBClient, { table, key }: ItemKey): Promise<boolean> {
  const command = new DeleteItemCommand({ TableName: table, Key: marshall(key), ReturnValues: 'ALL_OLD' });
  return (await send(client, command)).Attributes !== undefined;
}

export interface ItemUpdate {
  /** The values of these attributes. */
  readonly set: Readonly<Record<string, unknown>>;
  /** Names of attributes that go. */
  readonly remove: readonly string[];
  /** Only where the item has no such attribute, or a number that compares so. */
  readonly onlyIf?:
    { readonly attribute: string; readonly is: '>' | '<='; readonly than: number } | undefined;
}

/** Changes attributes of the item, or creates it, and leaves the other attributes. False where `onlyIf` does not hold. */
export function updateItem(
  client: DynamoDBClient,
  { table, key }: ItemKey,
  update: ItemUpdate,
): Promise<boolean> {
  const command = new UpdateItemCommand({ TableName: table, Key: marshall(key), ...expressionsOf(update) });
  return sendIf(client, command);
}

function expressionsOf({ set, remove, onlyIf }: ItemUpdate) {
  const entries = Object.entries(set);
  const setting = `SET ${entries.map((_, index) => `#f${index} = :f${index}`).join(', ')}`;
  const removing = remove.map((_, index) => `#g${index}`).join(', ');
  return {
    UpdateExpression: removing === '' ? setting : `${setting} REMOVE ${removing}`,
    ConditionExpression:
      onlyIf === undefined ? undefined : `attribute_not_exists(#only) OR #only ${onlyIf.is} :only`,
    ExpressionAttributeNames: {
      ...Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])),
      ...Object.fromEntries(remove.map((name, index) => [`#g${index}`, name])),
      ...(onlyIf === undefined ? {} : { '#only': onlyIf.attribute }),
    },
    ExpressionAttributeValues: marshall({
      ...Object.fromEntries(entries.map(([, value], index) => [`:f${index}`, value])),
      ...(onlyIf === undefined ? {} : { ':only': onlyIf.than }),
    }),
  };
}
