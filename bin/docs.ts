/** Writes the part of docs/lint.md that is made from the lint rules. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRuleTable } from '../admin/lint/document.ts';

const page = join(import.meta.dirname, '..', 'docs', 'lint.md');
writeFileSync(page, withRuleTable(readFileSync(page, 'utf8')));
