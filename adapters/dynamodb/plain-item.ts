/** Items of DynamoDB as plain values. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { convertToNative } from '@aws-sdk/util-dynamodb';

/** An item as DynamoDB has it. */
export type RawItem = Readonly<Record<string, AttributeValue>>;

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
