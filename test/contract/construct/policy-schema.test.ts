import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ITEM_FIELDS } from '../../../admin/policy/item-fields.ts';
import { policyJsonSchema } from '../../../lib/policy-json-schema.ts';

const SCHEMA: unknown = JSON.parse(JSON.stringify(policyJsonSchema()));

test('the JSON Schema of policy files is that of the items: if not, npm run schema', () => {
  const file = join(import.meta.dirname, '..', '..', '..', 'step-up.policy.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(SCHEMA);
});

const node = v.object({
  description: v.optional(v.string()),
  additionalProperties: v.optional(v.boolean()),
  properties: v.optional(v.record(v.string(), v.unknown()), {}),
  items: v.optional(v.unknown()),
});
const definitions = v.object({ definitions: v.object({ route: node, group: node }) });

/** Every field, at any depth, with what is said of it; and whether the object that has it takes no other. */
function fieldsOf(
  schema: unknown,
  path = '',
): [path: string, description: string | undefined, closed: boolean][] {
  const { properties, items, additionalProperties } = v.parse(node, schema);
  const own = Object.entries(properties).flatMap(([name, field]): ReturnType<typeof fieldsOf> => [
    [`${path}${name}`, v.parse(node, field).description, additionalProperties === false],
    ...fieldsOf(field, `${path}${name}.`),
  ]);
  return items === undefined ? own : [...own, ...fieldsOf(items, path)];
}

test('an editor shows a description of every field, and knows no others', () => {
  const { route, group } = v.parse(definitions, SCHEMA).definitions;
  const fields = fieldsOf(route);
  expect(fields.map(([path]) => path)).toEqual(
    expect.arrayContaining([
      ...ITEM_FIELDS,
      'grant.bind',
      'rules.when',
      'upcoming.effectiveAt',
      'upcoming.rules.grant.ttl',
    ]),
  );
  expect(fields.filter(([, text, closed]) => (text ?? '').length < 20 || !closed)).toEqual([]);
  expect(fieldsOf(group).map(([path]) => path)).not.toContain('group');
});
