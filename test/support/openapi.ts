/** docs/openapi.yaml, held against answers. It knows what that description uses of JSON Schema, and refuses the rest. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';
import type { HttpAnswer } from './send.ts';

const FILE = join(__dirname, '..', '..', 'docs', 'openapi.yaml');

interface Schema {
  readonly $ref?: string | undefined;
  readonly type?: 'object' | 'array' | 'string' | 'integer' | 'boolean' | undefined;
  readonly const?: unknown;
  readonly enum?: unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly required?: string[] | undefined;
  readonly properties?: Record<string, Schema> | undefined;
  readonly items?: Schema | undefined;
  readonly allOf?: Schema[] | undefined;
  readonly additionalProperties?: false | undefined;
  readonly unevaluatedProperties?: false | undefined;
}

const schema: v.GenericSchema<unknown, Schema> = v.strictObject({
  $ref: v.optional(v.string()),
  type: v.optional(v.picklist(['object', 'array', 'string', 'integer', 'boolean'])),
  const: v.optional(v.unknown()),
  enum: v.optional(v.array(v.unknown())),
  pattern: v.optional(v.string()),
  minimum: v.optional(v.number()),
  required: v.optional(v.array(v.string())),
  properties: v.optional(
    v.record(
      v.string(),
      v.lazy(() => schema),
    ),
  ),
  items: v.optional(v.lazy(() => schema)),
  allOf: v.optional(v.array(v.lazy(() => schema))),
  additionalProperties: v.optional(v.literal(false)),
  unevaluatedProperties: v.optional(v.literal(false)),
  // Not judged here: words for the reader, and what requests are made of.
  ...Object.fromEntries(
    ['description', 'example', 'format', 'minItems', 'minLength', 'maxLength'].map((name) => [
      name,
      v.optional(v.unknown()),
    ]),
  ),
});

const response = v.object({
  $ref: v.optional(v.string()),
  headers: v.optional(
    v.record(v.string(), v.object({ $ref: v.optional(v.string()), required: v.optional(v.boolean()) })),
  ),
  content: v.optional(v.record(v.string(), v.object({ schema }))),
});

const description = v.object({
  paths: v.record(v.string(), v.record(v.string(), v.object({ responses: v.record(v.string(), response) }))),
  components: v.object({
    headers: v.record(v.string(), v.object({ required: v.boolean() })),
    responses: v.record(v.string(), response),
    schemas: v.record(v.string(), schema),
  }),
});

const { paths, components } = v.parse(description, parse(readFileSync(FILE, 'utf8')));

const nameIn = ($ref: string) => $ref.split('/').at(-1) ?? '';

function resolved(one: Schema): Schema {
  return one.$ref === undefined ? one : resolved(components.schemas[nameIn(one.$ref)] ?? { enum: [] });
}

/** The words that a property of a schema may have. */
export function wordsOf(name: string, property: string): unknown[] {
  const one = components.schemas[name]?.properties?.[property];
  return one?.enum ?? [one?.const];
}

/** What is wrong with an answer, by the description of its operation (`POST /step-up/token`); empty where nothing is. */
export function undeclaredIn(operation: string, { status, headers, body }: HttpAnswer): string[] {
  const [method = '', path = ''] = operation.split(' ');
  const found = paths[path]?.[method.toLowerCase()]?.responses[String(status)];
  const declared = found?.$ref === undefined ? found : components.responses[nameIn(found.$ref)];
  if (declared === undefined) return [`${operation} does not declare ${status}`];
  const content = declared.content?.[headers['content-type'] ?? ''];
  if (content === undefined)
    return [`${operation} ${status} does not declare ${headers['content-type'] ?? 'no type'}`];
  const missing = Object.entries(declared.headers ?? {})
    .filter(
      ([, { $ref, required }]) =>
        required ?? ($ref !== undefined && components.headers[nameIn($ref)]?.required),
    )
    .filter(([name]) => headers[name.toLowerCase()] === undefined);
  return [
    ...missing.map(([name]) => `${operation} ${status} lacks ${name}`),
    ...mistakes(content.schema, body, `${operation} ${status}`),
  ];
}

function mistakes(unresolved: Schema, value: unknown, where: string): string[] {
  const one = resolved(unresolved);
  const whole = one.allOf === undefined ? one : merged(one, one.allOf.map(resolved));
  if (whole.type === 'object') return mistakesInObject(whole, value, where);
  if (whole.type === 'array' && Array.isArray(value))
    return value.flatMap((item: unknown, index) => mistakes(whole.items ?? {}, item, `${where}[${index}]`));
  return isOf(whole, value) ? [] : [`${where} is ${JSON.stringify(value)}`];
}

function merged(one: Schema, others: readonly Schema[]): Schema {
  return {
    ...one,
    type: 'object',
    properties: Object.assign({}, ...others.map(({ properties }) => properties), one.properties),
    required: [one, ...others].flatMap(({ required = [] }) => required),
  };
}

function mistakesInObject(
  { required = [], properties = {}, ...closed }: Schema,
  value: unknown,
  where: string,
): string[] {
  if (!v.is(v.record(v.string(), v.unknown()), value)) return [`${where} is no object`];
  const isClosed = closed.additionalProperties === false || closed.unevaluatedProperties === false;
  return [
    ...required.filter((name) => !(name in value)).map((name) => `${where} lacks ${name}`),
    ...Object.entries(value).flatMap(([name, member]) => {
      const known = properties[name];
      if (known !== undefined) return mistakes(known, member, `${where}.${name}`);
      return isClosed ? [`${where} does not declare ${name}`] : [];
    }),
  ];
}

function isOf({ type, pattern, minimum, enum: words, ...one }: Schema, value: unknown): boolean {
  if (one.const !== undefined && JSON.stringify(one.const) !== JSON.stringify(value)) return false;
  if (words !== undefined && !words.includes(value)) return false;
  if (type === 'string') return typeof value === 'string' && new RegExp(pattern ?? '').test(value);
  if (type === 'integer') return Number.isInteger(value) && Number(value) >= (minimum ?? -Infinity);
  return type === undefined || typeof value === type;
}
