/** The DynamoDB client: bounded in time, since a request has 2 seconds in all. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';

/** One connection, one attempt, and one operation with its retries may take this long, in milliseconds. */
const CONNECTION_TIMEOUT = 300;
const ATTEMPT_TIMEOUT = 400;
const OPERATION_TIMEOUT = 900;

/** The client that a function creates once, when it starts. */
export function createDynamoDBClient(): DynamoDBClient {
  return new DynamoDBClient({
    maxAttempts: 3,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: ATTEMPT_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
}

/** Options for one operation: it is given up, retries and all, when its time or that of the request is over. */
export function withinDeadline(request: AbortSignal): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.any([request, AbortSignal.timeout(OPERATION_TIMEOUT)]) };
}
