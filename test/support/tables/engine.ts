/** The DynamoDB API under the tests of the stores: the embedded tables, or the engine of somebody else (test/interop). */
import { DeleteTableCommand, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { createLocalClient, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';

/** Names the endpoint of the other engine to the tests. They run one after the other then: all use the same tables. */
export const OTHER_ENGINE = 'INTEROP_DYNAMODB_ENDPOINT';

/** An engine without tables. */
export async function startEngine(): Promise<DynamoDB> {
  const endpoint = process.env[OTHER_ENGINE];
  if (endpoint === undefined) return startDynamoDB();
  await deleteTables(endpoint);
  return { endpoint, notice: `DynamoDB: ${endpoint}`, close: () => Promise.resolve() };
}

async function deleteTables(endpoint: string): Promise<void> {
  const client = createLocalClient(endpoint);
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  for (const TableName of TableNames) await client.send(new DeleteTableCommand({ TableName }));
  client.destroy();
}
