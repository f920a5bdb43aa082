/** The values and types of CEL's conformance data, as the language of conditions has them. */
import { Type_PrimitiveType, Type_WellKnownType } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import type { Type } from '@bufbuild/cel-spec/cel/expr/checked_pb.js';
import type { Value } from '@bufbuild/cel-spec/cel/expr/value_pb.js';
import { anyUnpack, DurationSchema, timestampMs, TimestampSchema } from '@bufbuild/protobuf/wkt';
import { Duration } from '@marcbachmann/cel-js/evaluator';

/** Thrown for what conditions do not have, with the reason for the summary. */
export class NotOurs extends Error {}

/** As a claim has it: an object is a Map. */
export function valueOf({ kind: { case: kind, value } }: Value): unknown {
  if (kind === 'int64Value' || kind === 'stringValue' || kind === 'boolValue' || kind === 'doubleValue')
    return value;
  if (kind === 'nullValue') return null;
  if (kind === 'listValue') return value.values.map(valueOf);
  if (kind === 'mapValue')
    return new Map(
      value.entries.map((entry) => [entry.key && valueOf(entry.key), entry.value && valueOf(entry.value)]),
    );
  if (kind === 'objectValue') return messageOf(value);
  throw new NotOurs(NAMES[kind ?? 'enumValue']);
}

const MESSAGES = 'protobuf messages and enums';
const NAMES = {
  uint64Value: 'unsigned numbers',
  bytesValue: 'bytes',
  typeValue: 'types as values',
  enumValue: MESSAGES,
};

function messageOf(any: Parameters<typeof anyUnpack>[0]): unknown {
  const moment = anyUnpack(any, TimestampSchema);
  if (moment !== undefined) return new Date(timestampMs(moment));
  const length = anyUnpack(any, DurationSchema);
  if (length !== undefined) return new Duration(length.seconds, length.nanos);
  throw new NotOurs(MESSAGES);
}

const PRIMITIVES: ReadonlyMap<Type_PrimitiveType, string> = new Map([
  [Type_PrimitiveType.BOOL, 'bool'],
  [Type_PrimitiveType.INT64, 'int'],
  [Type_PrimitiveType.DOUBLE, 'double'],
  [Type_PrimitiveType.STRING, 'string'],
]);

/** The type in the words of the expression library. */
export function typeOf(type: Type | undefined): string {
  if (type === undefined) throw new NotOurs(MESSAGES);
  const { case: kind, value } = type.typeKind;
  if (kind === 'dyn') return 'dyn';
  if (kind === 'primitive') return primitiveOf(value);
  if (kind === 'listType') return `list<${typeOf(value.elemType)}>`;
  if (kind === 'mapType') return `map<${typeOf(value.keyType)}, ${typeOf(value.valueType)}>`;
  if (kind === 'wellKnown' && value === Type_WellKnownType.TIMESTAMP) return 'google.protobuf.Timestamp';
  if (kind === 'wellKnown' && value === Type_WellKnownType.DURATION) return 'google.protobuf.Duration';
  throw new NotOurs(MESSAGES);
}

function primitiveOf(type: Type_PrimitiveType): string {
  const name = PRIMITIVES.get(type);
  if (name === undefined)
    throw new NotOurs(type === Type_PrimitiveType.UINT64 ? 'unsigned numbers' : 'bytes');
  return name;
}

/** Whether both are the same value of the same type. */
export function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (Array.isArray(a) && Array.isArray(b))
    return a.length === b.length && a.every((one, index) => isSame(one, b[index]));
  if (a instanceof Map && b instanceof Map)
    return a.size === b.size && [...a].every(([key, value]) => b.has(key) && isSame(value, b.get(key)));
  if (a instanceof Date && b instanceof Date) return a.getTime() === b.getTime();
  return a instanceof Duration && b instanceof Duration && a.seconds === b.seconds && a.nanos === b.nanos;
}
