/** Clients for a DynamoDB on this machine: dummy credentials, and one region for all. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createUnloggedClient } from './unlogged-client.ts';

/** Letters and digits only: some engines accept no others. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** The embedded tables are the same in all regions. */
export const LOCAL_REGION = 'us-east-1';

/** A client for a local engine. */
export function createLocalClient(endpoint: string, region: string = LOCAL_REGION): DynamoDBClient {
  return createUnloggedClient({ endpoint, region, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 });
}
