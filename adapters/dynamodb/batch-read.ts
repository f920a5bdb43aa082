/** Reads many items of a table by their keys. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { LeftUnprocessed } from './failure.ts';
import { pauseBefore } from './retries.ts';
import { send } from './send.ts';

/** A BatchGetItem takes 100 keys, and answers 16 MB, which is 40 of the largest items (Amazon DynamoDB API reference). */
const KEYS_AT_A_TIME = 100;

/** For callers that can wait: how often an answer may leave keys out, with pauses that add up to half a minute. */
export const PATIENT = { mostAttempts: 10 };

export interface BatchReading {
  readonly table: string;
  readonly partitionKey: string;
  /** Reads the keys of the items alone. */
  readonly keysAlone?: boolean;
  /** How often the same keys are asked for at most. One such call is tried as often at most, and no more often than the client does. */
  readonly mostAttempts: number;
  readonly abortSignal?: AbortSignal;
}

/**
 * The items that exist, by key, strongly consistent. Keys that an answer leaves out are asked for again, since the
 * missing item might be the strict one. Rejects if the table leaves keys out too often.
 */
export async function batchRead(
  client: DynamoDBClient,
  keys: readonly string[],
  reading: BatchReading,
): Promise<Map<string, Record<string, AttributeValue>>> {
  const found = new Map<string, Record<string, AttributeValue>>();
  for (let start = 0; start < keys.length; start += KEYS_AT_A_TIME) {
    for (const item of await readAll(client, keys.slice(start, start + KEYS_AT_A_TIME), reading)) {
      const key = item[reading.partitionKey]?.S;
      if (key !== undefined) found.set(key, item);
    }
  }
  return found;
}

async function readAll(
  client: DynamoDBClient,
  keys: readonly string[],
  { table, partitionKey, keysAlone = false, mostAttempts, abortSignal }: BatchReading,
): Promise<readonly Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  const options = { mostAttempts, ...(abortSignal === undefined ? {} : { abortSignal }) };
  const projection = keysAlone
    ? { ProjectionExpression: '#key', ExpressionAttributeNames: { '#key': partitionKey } }
    : {};
  let left: Record<string, AttributeValue>[] = keys.map((key) => ({ [partitionKey]: { S: key } }));
  for (let attempt = 0; attempt < mostAttempts && left.length > 0; attempt += 1) {
    // These keys were throttled: without a pause, they are likely to be throttled again.
    if (attempt > 0)
      await sleep(pauseBefore(attempt), undefined, abortSignal === undefined ? {} : { signal: abortSignal });
    const RequestItems = { [table]: { Keys: left, ConsistentRead: true, ...projection } };
    const answer = await send(client, new BatchGetItemCommand({ RequestItems }), options);
    found.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (left.length > 0)
    throw new LeftUnprocessed(`DynamoDB left ${left.length} keys of table ${table} unprocessed`);
  return found;
}
