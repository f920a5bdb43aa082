/** Every item of a policy table, as it stands. */
import { paginateScan } from '@aws-sdk/client-dynamodb';
import { plainItem } from '../../../lambda/adapters/dynamodb.ts';
import type { Connection } from '../command.ts';

/** Reads the table page by page, and tells after each how many items there are so far. */
export async function readTableItems(
  { dynamodb, policyTable }: Pick<Connection, 'dynamodb' | 'policyTable'>,
  progress: (items: number) => void,
): Promise<readonly Record<string, unknown>[]> {
  const items: Record<string, unknown>[] = [];
  const request = { TableName: policyTable, ConsistentRead: true };
  for await (const { Items = [] } of paginateScan({ client: dynamodb }, request)) {
    for (const item of Items) items.push(plainItem(item));
    progress(items.length);
  }
  return items;
}
