/** DynamoDB clients of the functions: bounded in time, since a request has 2 seconds in all. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { BatchReading } from './batch-read.ts';
import { ATTEMPTS_OF_REFRESH, boundedRetries, MOST_ATTEMPTS } from './retries.ts';
import { createUnloggedClient } from './unlogged-client.ts';

/** For files that pass a client on, and ask DynamoDB through the functions beside this file. */
export type { DynamoDBClient };

/** One connection, one attempt, and one refresh with its retries may take this long, in milliseconds. */
const CONNECTION_TIMEOUT = 300;
const ATTEMPT_TIMEOUT = 400;
const REFRESH_TIMEOUT = 900;

/** The client that a function creates once, when it starts. */
export function createDynamoDBClient(): DynamoDBClient {
  return createUnloggedClient({
    retryStrategy: boundedRetries,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: ATTEMPT_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
}

/** For work that no request waits for: large items, and as much time as they take. In milliseconds. */
const BACKGROUND_CONNECTION_TIMEOUT = 2_000;
const BACKGROUND_ATTEMPT_TIMEOUT = 5_000;

/** The client of a function that answers no request. Retries as the SDK does. */
export function createBackgroundClient(): DynamoDBClient {
  return createUnloggedClient({
    requestHandler: {
      connectionTimeout: BACKGROUND_CONNECTION_TIMEOUT,
      requestTimeout: BACKGROUND_ATTEMPT_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
}

/**
 * How a batch is read within the request of this signal. If nothing is in memory, the request fails with the read: the read
 * is tried as long as the request has time. A refresh ends earlier, since the value in memory may still be used.
 */
export function readingWithin(
  signal: AbortSignal,
  isRefresh = false,
): Pick<BatchReading, 'mostAttempts' | 'abortSignal'> {
  return isRefresh
    ? {
        mostAttempts: ATTEMPTS_OF_REFRESH,
        abortSignal: AbortSignal.any([signal, AbortSignal.timeout(REFRESH_TIMEOUT)]),
      }
    : { mostAttempts: MOST_ATTEMPTS, abortSignal: signal };
}
