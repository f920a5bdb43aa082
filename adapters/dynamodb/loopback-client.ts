/** Clients for a DynamoDB on this machine: dummy credentials, and one region for all. */
import { DynamoDBClient, ListTablesCommand } from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import { messageOf } from '../../core/error-text.ts';

/** DynamoDB Local accepts letters and digits only; neither engine checks them. */
export const LOCAL_CREDENTIALS = { accessKeyId: 'local', secretAccessKey: 'local' } as const;

/** Both engines keep one set of tables for all regions. */
export const LOCAL_REGION = 'us-east-1';

/** How long an engine may take to answer its first request, and how often it is asked; in milliseconds. */
const START_LIMIT = 30_000;
const INTERVAL = 50;

/** A client for a local engine. */
export function createLocalClient(endpoint: string, region: string = LOCAL_REGION): DynamoDBClient {
  return new DynamoDBClient({ endpoint, region, credentials: LOCAL_CREDENTIALS, maxAttempts: 1 });
}

/**
 * Waits until the engine answers a real request.
 * @param failure rejects when it is known that the engine will never answer
 * @throws Error with the last answer, if the engine is not ready in time
 */
export async function waitUntilReady(endpoint: string, failure: Promise<never>): Promise<void> {
  const client = createLocalClient(endpoint);
  const until = Date.now() + START_LIMIT;
  try {
    for (;;) {
      const problem = await Promise.race([ask(client), failure]);
      if (problem === undefined) return;
      if (Date.now() > until) {
        throw new Error(
          `DynamoDB at ${endpoint} did not get ready within ${START_LIMIT / 1000} s: ${problem}`,
        );
      }
      await sleep(INTERVAL);
    }
  } finally {
    client.destroy();
  }
}

async function ask(client: DynamoDBClient): Promise<string | undefined> {
  try {
    await client.send(new ListTablesCommand({ Limit: 1 }));
    return undefined;
  } catch (error) {
    return messageOf(error);
  }
}
