/** What is mended in dynalite: its comparison of values (comparison.test.ts). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mended } from '../../../local/dynamodb/embedded/mend.ts';

test('the comparison of dynalite is the one that is mended, and any other is not touched', () => {
  const source = readFileSync(createRequire(__filename).resolve('dynalite/db/index.js'), 'utf8');
  expect(mended(source)).not.toBe(source);
  expect(() => mended(mended(source))).toThrow('dynalite has changed its valsEqual');
});
