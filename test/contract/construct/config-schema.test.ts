import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { trustConfigJsonSchema } from '../../../lib/trust/trust-config-json-schema.ts';

const SCHEMA: unknown = JSON.parse(JSON.stringify(trustConfigJsonSchema()));

test('the JSON Schema beside step-up.config.json is that of the trust config: if not, npm run schema', () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'step-up.config.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(SCHEMA);
});

const node = v.object({
  description: v.optional(v.string()),
  properties: v.optional(v.record(v.string(), v.unknown()), {}),
  items: v.optional(v.unknown()),
});

/** Every field, at any depth, with what is said of it. */
function fieldsOf(schema: unknown, path = ''): [path: string, description: string | undefined][] {
  const { properties, items } = v.parse(node, schema);
  const own = Object.entries(properties).flatMap(([name, field]): ReturnType<typeof fieldsOf> => [
    [`${path}${name}`, v.parse(node, field).description],
    ...fieldsOf(field, `${path}${name}.`),
  ]);
  return items === undefined ? own : [...own, ...fieldsOf(items, path)];
}

test('an editor shows a description of every field', () => {
  const fields = fieldsOf(SCHEMA);
  expect(fields.map(([path]) => path)).toEqual(
    expect.arrayContaining(['publicUrl', 'issuers', 'cors', 'issuers.acr.claim', 'issuers.acr.values']),
  );
  expect(fields.filter(([, description]) => (description ?? '').length < 20)).toEqual([]);
});

test('its patterns accept the same names in an editor that does not read them as Unicode', () => {
  const patterns = [...JSON.stringify(SCHEMA).matchAll(/"pattern":("(?:[^"\\]|\\.)*")/g)].map(([, text]) =>
    v.parse(v.string(), JSON.parse(text ?? '')),
  );
  expect(patterns.length).toBeGreaterThan(5);
  for (const name of ['app', 'Cc{s}', 'pwd\n', 'münchen', '7'])
    expect(patterns.filter((one) => new RegExp(one).test(name))).toEqual(
      patterns.filter((one) => new RegExp(one, 'u').test(name)),
    );
});
