import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { trustConfigJsonSchema } from '../../lib/trust-config-json-schema.ts';

test('the JSON Schema beside step-up.config.json is that of the trust config: if not, npm run schema', () => {
  const file = join(import.meta.dirname, '..', '..', 'step-up.config.schema.json');
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(trustConfigJsonSchema())));
});
