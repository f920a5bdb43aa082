/** Writes the parts of docs/ that are made from code: the lint rules, and the refusals of the command line. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRuleTable } from '../admin/lint/document.ts';
import { withRefusalTable } from '../admin/refusals/table.ts';

const PAGES = { 'lint.md': withRuleTable, 'cli.md': withRefusalTable };

for (const [name, withNewTable] of Object.entries(PAGES)) {
  const page = join(import.meta.dirname, '..', 'docs', name);
  writeFileSync(page, withNewTable(readFileSync(page, 'utf8')));
}
