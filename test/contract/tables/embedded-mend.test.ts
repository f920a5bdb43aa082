/** What is mended in dynalite does what DynamoDB does (comparison.test.ts, embedded-failures.test.ts). */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { mended } from '../../../local/dynamodb/embedded/mend.ts';

test.each(['db/index.js', 'actions/updateItem.js'])(
  'dynalite has in %s what is mended there, and a source that has changed is not touched',
  (module) => {
    const source = readFileSync(createRequire(__filename).resolve(`dynalite/${module}`), 'utf8');
    expect(mended(module, source)).not.toBe(source);
    expect(() => mended(module, mended(module, source))).toThrow(`dynalite has changed its ${module}`);
  },
);
