/** Writes the JSON Schemas, for editors, from the schemas that trust config, policy items and scenarios are parsed with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { policyJsonSchema } from '../lib/policy-json-schema.ts';
import { trustConfigJsonSchema } from '../lib/trust/trust-config-json-schema.ts';
import { scenariosJsonSchema } from '../admin/simulate/scenarios-json-schema.ts';

const SCHEMAS = {
  'step-up.config.schema.json': trustConfigJsonSchema(),
  'step-up.policy.schema.json': policyJsonSchema(),
  'step-up.scenarios.schema.json': scenariosJsonSchema(),
};

for (const [file, schema] of Object.entries(SCHEMAS)) {
  writeFileSync(join(import.meta.dirname, '..', file), `${JSON.stringify(schema, undefined, 2)}\n`);
}
