/**
 * Retries of DynamoDB's client that fit into a request. The SDK's own strategy waits up to a second after the first
 * throttle, which is longer than an operation may take. Its ConfiguredRetryStrategy has other pauses, but waits in a timer
 * that no deadline ends, and up to five seconds longer where an answer has a Retry-After.
 */
import type { DynamoDBClientConfig } from '@aws-sdk/client-dynamodb';

/** How often a call is tried, as long as the request has time. */
export const MOST_ATTEMPTS = 4;

/** How often a read is tried if its last answer may still be used: the request need not wait for a fourth time. */
export const ATTEMPTS_OF_REFRESH = 3;

/** Before the first retry, at most; twice as long before the next. In milliseconds. */
const LONGEST_FIRST_PAUSE = 100;

/** In milliseconds. A random time, so that callers that were throttled together do not try again together. */
export function pauseBefore(retry: number): number {
  return Math.random() * LONGEST_FIRST_PAUSE * 2 ** (retry - 1);
}

const RETRIED: readonly string[] = ['THROTTLING', 'TRANSIENT'];

/** The SDK itself waits the delay of a token, and stops waiting when the operation is aborted. */
export const boundedRetries: NonNullable<DynamoDBClientConfig['retryStrategy']> = {
  acquireInitialRetryToken: () => Promise.resolve(attempted(0)),
  refreshRetryTokenForRetry: (token, { errorType }) => {
    const retry = token.getRetryCount() + 1;
    return RETRIED.includes(errorType) && retry < MOST_ATTEMPTS
      ? Promise.resolve(attempted(retry))
      : Promise.reject(new Error('not to be retried'));
  },
  recordSuccess: () => undefined,
};

/** The longest pauses are alike: each takes time from the attempts that follow. */
function attempted(retries: number) {
  const delay = retries === 0 ? 0 : pauseBefore(Math.min(retries, 2));
  return { getRetryCount: () => retries, getRetryDelay: () => delay, getRetryCost: () => undefined };
}
