/** Writes the table of changes into docs/deploy.md, for `npm run docs`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withChangeTable } from './document.ts';

const page = join(import.meta.dirname, '..', '..', '..', 'docs', 'deploy.md');
writeFileSync(page, withChangeTable(readFileSync(page, 'utf8')));
