/** Writes an item on condition that it is still as it was read. */
import { DeleteItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import type { RawItem } from './plain-item.ts';
import { putIfAbsent } from './items.ts';
import { sendIf } from './send.ts';
import type { CallOptions } from './send.ts';

export interface ComparedTable {
  readonly client: DynamoDBClient;
  readonly table: string;
  readonly partitionKey: string;
  /** Attributes that an item must not have got since it was read without them. */
  readonly attributes: readonly string[];
}

/** Puts the item in the place of `before`, or of no item. False where the table holds another one by now. */
export function putIfUnchanged(
  table: ComparedTable,
  item: Readonly<Record<string, unknown>>,
  before: RawItem | undefined,
  options?: CallOptions,
): Promise<boolean> {
  if (before === undefined) return putIfAbsent(table.client, { ...table, item }, options);
  const command = new PutItemCommand({
    TableName: table.table,
    Item: marshall(item, { removeUndefinedValues: true }),
    ...isUnchanged(table, before),
  });
  return sendIf(table.client, command, options);
}

/** Deletes the item. False where the table holds another one by now, or none. */
export function deleteIfUnchanged(table: ComparedTable, key: string, before: RawItem): Promise<boolean> {
  const command = new DeleteItemCommand({
    TableName: table.table,
    Key: { [table.partitionKey]: { S: key } },
    ...isUnchanged(table, before),
  });
  return sendIf(table.client, command);
}

/** As many attributes as an expression of 4 KB has room for (Amazon DynamoDB: "Expression parameters"). */
const MOST_COMPARED = 100;

/** Compares every attribute: a change by hand may leave a version number as it is. */
function isUnchanged({ attributes }: ComparedTable, before: RawItem) {
  const present = Object.entries(before).slice(0, MOST_COMPARED);
  const absent = attributes.filter((name) => !Object.hasOwn(before, name));
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
