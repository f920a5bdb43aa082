/** Reads many items of a table, a page of at most 1 MB at a time. */
import { QueryCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { RawItem } from './plain-item.ts';
import { send } from './send.ts';
import type { CallOptions } from './send.ts';

/** An attribute and the text that it has to be equal to. */
export interface Match {
  readonly attribute: string;
  readonly value: string;
}

/** A bound of a sort key: a text below which, or a number above which, it has to be. */
type Bound =
  | { readonly attribute: string; readonly below: string }
  | { readonly attribute: string; readonly above: number };

/** All items of a table, or those that match. Strongly consistent. */
export async function* scanPages(
  client: DynamoDBClient,
  table: string,
  match: Match | undefined,
): AsyncGenerator<readonly RawItem[]> {
  const filter =
    match === undefined ? {} : { FilterExpression: '#match = :match', ...matchAttributes(match) };
  const scan = { TableName: table, ConsistentRead: true, ...filter };
  yield* pages((ExclusiveStartKey) => send(client, new ScanCommand({ ...scan, ExclusiveStartKey })));
}

export interface Query {
  readonly table: string;
  /** A global secondary index, which is never consistent. Without it, the table, strongly consistent. */
  readonly index?: string;
  /** The partition key. */
  readonly match: Match;
  /** Only the items whose sort key is within. */
  readonly bound?: Bound;
  /** By the sort key, from the last to the first. */
  readonly lastFirst?: boolean;
  /** The largest number of items in a page. */
  readonly limit?: number;
}

/** The items of one partition key. */
export async function* queryPages(
  client: DynamoDBClient,
  { table, index, match, bound, lastFirst = false, limit }: Query,
  options?: CallOptions,
): AsyncGenerator<readonly RawItem[]> {
  const query = {
    TableName: table,
    ...keyCondition(match, bound),
    ScanIndexForward: !lastFirst,
    Limit: limit,
    ...(index === undefined ? { ConsistentRead: true } : { IndexName: index }),
  };
  yield* pages((ExclusiveStartKey) =>
    send(client, new QueryCommand({ ...query, ExclusiveStartKey }), options),
  );
}

interface Page {
  readonly Items?: readonly RawItem[] | undefined;
  /** Undefined on the last page. */
  readonly LastEvaluatedKey?: RawItem | undefined;
}

async function* pages(
  read: (start: RawItem | undefined) => Promise<Page>,
): AsyncGenerator<readonly RawItem[]> {
  let start: RawItem | undefined;
  do {
    const { Items = [], LastEvaluatedKey } = await read(start);
    yield Items;
    start = LastEvaluatedKey;
  } while (start !== undefined);
}

function keyCondition(match: Match, bound: Bound | undefined) {
  const isMatch = { KeyConditionExpression: '#match = :match', ...matchAttributes(match) };
  if (bound === undefined) return isMatch;
  const [comparison, value] =
    'below' in bound ? ['<', { S: bound.below }] : ['>', { N: String(bound.above) }];
  return {
    KeyConditionExpression: `${isMatch.KeyConditionExpression} AND #bound ${comparison} :bound`,
    ExpressionAttributeNames: { ...isMatch.ExpressionAttributeNames, '#bound': bound.attribute },
    ExpressionAttributeValues: { ...isMatch.ExpressionAttributeValues, ':bound': value },
  };
}

function matchAttributes({ attribute, value }: Match) {
  return {
    ExpressionAttributeNames: { '#match': attribute },
    ExpressionAttributeValues: { ':match': { S: value } },
  };
}
