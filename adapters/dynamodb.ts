/** The DynamoDB client: bounded in time, since a request has 2 seconds in all. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';
import { boundedRetries } from './retries.ts';

/** One connection, one attempt, and one operation with its retries may take this long, in milliseconds. */
const CONNECTION_TIMEOUT = 300;
const ATTEMPT_TIMEOUT = 400;
const OPERATION_TIMEOUT = 900;

/** The client that a function creates once, when it starts. */
export function createDynamoDBClient(): DynamoDBClient {
  return new DynamoDBClient({
    retryStrategy: boundedRetries,
    requestHandler: {
      connectionTimeout: CONNECTION_TIMEOUT,
      requestTimeout: ATTEMPT_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
}

/** For what nobody waits for: large items, and as much time as they take. In milliseconds. */
const BACKGROUND_CONNECTION_TIMEOUT = 2_000;
const BACKGROUND_ATTEMPT_TIMEOUT = 5_000;

/** The client of a function that answers no request. Retries as the SDK does. */
export function createBackgroundClient(): DynamoDBClient {
  return new DynamoDBClient({
    requestHandler: {
      connectionTimeout: BACKGROUND_CONNECTION_TIMEOUT,
      requestTimeout: BACKGROUND_ATTEMPT_TIMEOUT,
      throwOnRequestTimeout: true,
    },
  });
}

/** Options for one operation: it is given up, retries and all, when its time or that of the request is over. */
export function withinOperation(signal: AbortSignal): { readonly abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.any([signal, AbortSignal.timeout(OPERATION_TIMEOUT)]) };
}

/**
 * For every call: DynamoDB then tells in its answer what the call has cost. That makes an answer that is empty, or
 * somebody else's, differ from "no such item": a user without a risk, a use that nobody has recorded before.
 */
export const WITH_COST = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** The answer to a call that was made `WITH_COST`. Throws when it is not an answer of DynamoDB. */
export function genuine<Answer extends { readonly ConsumedCapacity?: unknown }>(answer: Answer): Answer {
  if (answer.ConsumedCapacity === undefined) throw new Error('the answer is not one of DynamoDB');
  return answer;
}

/**
 * An item as plain values. A number that JavaScript cannot hold exactly comes out inexact rather than as a
 * failure to read, so that whoever parses the item refuses that one field.
 */
export function plainItem(item: Record<string, AttributeValue>): Record<string, unknown> {
  // unmarshall, the SDK's own, loses an attribute of the name __proto__, which is an unknown field like any other.
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): unknown {
  if (value.M !== undefined) return plainItem(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  return convertToNative(value, { wrapNumbers: Number });
}
