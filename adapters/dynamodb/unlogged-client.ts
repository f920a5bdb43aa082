/** The client of DynamoDB that all others here are. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** For each request and answer, the SDK makes a copy for a log, also where there is none. Here it makes none: items are never logged. */
export function createUnloggedClient(config: DynamoDBClientConfig): DynamoDBClient {
  const client = new DynamoDBClient(config);
  client.middlewareStack.remove('loggerMiddleware');
  return client;
}
