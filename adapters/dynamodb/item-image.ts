/** Images of items in the events of DynamoDB Streams: attribute values as JSON, binary ones in base64. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { canonical } from '../../core/canonical.ts';
import type { Item } from '../../core/policy/item.ts';
import { plainItem } from './plain-item.ts';

/** DynamoDB nests 32 levels deep (Amazon DynamoDB: "Quotas"): no item is deeper than this. */
const DEEPEST = 33;

const map = v.custom<Record<string, unknown>>(
  (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
);

/** The item of an image, as plain values. */
export function itemOfImage(image: unknown): Item {
  try {
    return plainItem(attributesOf(image, DEEPEST));
  } catch {
    return 'unreadable';
  }
}

/** The image as text, with its names in order, so that equal items have equal texts. */
export function textOfImage(image: unknown): string {
  try {
    return canonical(image, 2 * DEEPEST);
  } catch {
    return JSON.stringify('nested deeper than DynamoDB nests, and not kept');
  }
}

function attributesOf(value: unknown, depth: number): Record<string, AttributeValue> {
  const entries = Object.entries(v.parse(map, value));
  return Object.fromEntries(entries.map(([name, attribute]) => [name, attributeOf(attribute, depth - 1)]));
}

const scalar = v.union([
  v.strictObject({ S: v.string() }),
  v.strictObject({ N: v.string() }),
  v.strictObject({ BOOL: v.boolean() }),
  v.strictObject({ NULL: v.literal(true) }),
  v.strictObject({ SS: v.array(v.string()) }),
  v.strictObject({ NS: v.array(v.string()) }),
]);
const binary = v.strictObject({ B: v.string() });
const binaries = v.strictObject({ BS: v.array(v.string()) });
const list = v.strictObject({ L: v.array(v.unknown()) });
const nested = v.strictObject({ M: map });

function attributeOf(value: unknown, depth: number): AttributeValue {
  if (depth < 0) throw new Error('an item is nested deeper than DynamoDB nests');
  if (v.is(nested, value)) return { M: attributesOf(value.M, depth) };
  if (v.is(list, value)) return { L: value.L.map((one) => attributeOf(one, depth - 1)) };
  if (v.is(binary, value)) return { B: Buffer.from(value.B, 'base64') };
  if (v.is(binaries, value)) return { BS: value.BS.map((one) => Buffer.from(one, 'base64')) };
  return v.parse(scalar, value);
}
