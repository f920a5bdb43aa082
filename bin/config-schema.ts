/** Writes the JSON Schemas, for editors, from the schemas that the trust config and the policy items are parsed with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../lib/policy-json-schema.ts';
import { trustConfigJsonSchema } from '../lib/trust-config-json-schema.ts';

const SCHEMAS = {
  'step-up.config.schema.json': trustConfigJsonSchema(),
  'step-up.policy.schema.json': policyJsonSchema(),
};

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(join(import.meta.dirname, '..', file), `${JSON.stringify(schema, undefined, 2)}\n`);
}
