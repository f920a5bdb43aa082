/** Reads policy items beside the one that was edited, as they are now. */
import { setTimeout as sleep } from 'node:timers/promises';
import { BatchGetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../contract.ts';
import type { Item } from '../core/policy-edit.ts';
import { genuine, plainItem, WITH_COST } from './dynamodb.ts';
import { pauseBefore } from './retries.ts';

/** A BatchGetItem takes 100 keys, and answers 16 MB, which is 40 of the largest items (Amazon DynamoDB API reference). */
const KEYS_AT_A_TIME = 100;

/** How often an answer may leave keys out before it counts as a failure. */
const MOST_ROUNDS = 10;

/** With the limits of each call in the client. Every read is strongly consistent, and rejects when it is not whole. */
export interface PolicySnapshot {
  /** Which of these keys have an item. */
  existing(keys: readonly string[]): Promise<ReadonlySet<string>>;
  items(keys: readonly string[]): Promise<ReadonlyMap<string, Item>>;
}

export function createPolicySnapshot(client: DynamoDBClient, table: string): PolicySnapshot {
  const { partitionKey } = TABLES.policy;

  async function read(keys: readonly string[], projection: object): Promise<Map<string, Item>> {
    const found = new Map<string, Item>();
    for (let start = 0; start < keys.length; start += KEYS_AT_A_TIME) {
      let left: Record<string, AttributeValue>[] = keys
        .slice(start, start + KEYS_AT_A_TIME)
        .map((key) => ({ [partitionKey]: { S: key } }));
      for (let round = 0; left.length > 0; round += 1) {
        if (round === MOST_ROUNDS)
          throw new Error(`DynamoDB left ${left.length} keys of table ${table} unprocessed`);
        if (round > 0) await sleep(pauseBefore(round));
        const RequestItems = { [table]: { Keys: left, ConsistentRead: true, ...projection } };
        const answer = genuine(await client.send(new BatchGetItemCommand({ RequestItems, ...WITH_COST })));
        for (const item of answer.Responses?.[table] ?? [])
          found.set(item[partitionKey]?.S ?? '', plainItem(item));
        left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
      }
    }
    return found;
  }

  return {
    existing: async (keys) => {
      const onlyKeys = {
        ProjectionExpression: '#key',
        ExpressionAttributeNames: { '#key': partitionKey },
      };
      return new Set((await read(keys, onlyKeys)).keys());
    },
    items: (keys) => read(keys, {}),
  };
}
