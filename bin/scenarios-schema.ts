/** Writes step-up.scenarios.schema.json, for editors, from the schema that the scenarios are parsed with. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { scenariosJsonSchema } from './step-up/simulate/scenarios-json-schema.ts';

writeFileSync(
  join(import.meta.dirname, '..', 'step-up.scenarios.schema.json'),
  `${JSON.stringify(scenariosJsonSchema(), undefined, 2)}\n`,
);
