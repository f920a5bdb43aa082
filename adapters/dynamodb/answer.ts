/** Reads what DynamoDB answers: whether the answer is its own, and its items as plain values. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';

/** An item as DynamoDB has it. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

/**
 * For every call: DynamoDB then tells in its answer what the call has cost. So an empty answer, or the answer of
 * another server, differs from "no such item": a user without a risk, a use that has not been recorded before.
 */
export const WITH_COST = { ReturnConsumedCapacity: 'TOTAL' } as const;

/** The answer to a call that was made `WITH_COST`. Throws when it is not an answer of DynamoDB. */
export function genuine<Answer extends { readonly ConsumedCapacity?: unknown }>(answer: Answer): Answer {
  if (answer.ConsumedCapacity === undefined) throw new Error('the answer is not one of DynamoDB');
  return answer;
}

/**
 * An item as plain values. A number that JavaScript cannot hold exactly comes out inexact rather than as a
 * failure to read, so that the parser of the item refuses that one field.
 */
export function plainItem(item: RawItem): Record<string, unknown> {
  // unmarshall, the SDK's own, loses an attribute of the name __proto__, which is an unknown field like any other.
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, plainValue(value)]));
}

function plainValue(value: AttributeValue): unknown {
  if (value.M !== undefined) return plainItem(value.M);
  if (value.L !== undefined) return value.L.map(plainValue);
  return convertToNative(value, { wrapNumbers: Number });
}
