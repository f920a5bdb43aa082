/** Reads items of a table by their keys. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One BatchGetItem takes so many keys (Amazon DynamoDB API reference). */
const BATCH = 100;

/** Before what was throttled is asked for again, and at the most; in milliseconds. */
const PAUSE = 50;
const LONGEST_PAUSE = 5_000;

/** The items of these keys that exist, in no order. No key may be there twice. */
export async function batchGet(
  client: DynamoDBClient,
  table: string,
  partitionKey: string,
  keys: readonly string[],
): Promise<readonly Record<string, AttributeValue>[]> {
  const found: Record<string, AttributeValue>[] = [];
  for (let start = 0; start < keys.length; start += BATCH) {
    let left: Record<string, AttributeValue>[] = keys
      .slice(start, start + BATCH)
      .map((key) => ({ [partitionKey]: { S: key } }));
    for (let pause = PAUSE; left.length > 0; pause = Math.min(pause * 2, LONGEST_PAUSE)) {
      const RequestItems = { [table]: { Keys: left, ConsistentRead: true } };
      const answer = await client.send(new BatchGetItemCommand({ RequestItems }));
      found.push(...(answer.Responses?.[table] ?? []));
      left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      if (left.length > 0) await sleep(pause);
    }
  }
  return found;
}
