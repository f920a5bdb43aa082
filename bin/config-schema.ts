/** Writes step-up.config.schema.json, for editors, from the schema that the trust config is parsed with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustConfigJsonSchema } from '../lib/trust-config-json-schema.ts';

writeFileSync(
  join(import.meta.dirname, '..', 'step-up.config.schema.json'),
  `${JSON.stringify(trustConfigJsonSchema(), undefined, 2)}\n`,
);
