/** Reads the other policy items, beside the edited one, as they are now. */
import { TABLES } from '../../core/contract.ts';
import type { Item } from '../../core/policy/item.ts';
import { batchRead, PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import type { DynamoDBClient } from '../../adapters/dynamodb/client.ts';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';

/** Every read is strongly consistent, and rejects where it is not complete. The client limits the time of each call. */
export interface PolicySnapshot {
  /** Which of these keys have an item. */
  existing(keys: readonly string[]): Promise<ReadonlySet<string>>;
  items(keys: readonly string[]): Promise<ReadonlyMap<string, Item>>;
}

export function createPolicySnapshot(client: DynamoDBClient, table: string): PolicySnapshot {
  const reading = { ...PATIENT, table, partitionKey: TABLES.policy.partitionKey };
  return {
    existing: async (keys) =>
      new Set((await batchRead(client, keys, { ...reading, keysAlone: true })).keys()),
    items: async (keys) => {
      const found = await batchRead(client, keys, reading);
      return new Map([...found].map(([key, item]) => [key, plainItem(item)]));
    },
  };
}
