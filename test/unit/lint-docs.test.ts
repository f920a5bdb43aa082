import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withRuleTable } from '../../admin/lint/document.ts';
import { RULES } from '../../admin/lint/all-rules.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'lint.md'), 'utf8');

test('docs/lint.md is what `npm run docs` makes of it', () => {
  expect(withRuleTable(page)).toBe(page);
});

test('docs/lint.md has one row for each rule', () => {
  const rows = page.split('\n').filter((line) => line.startsWith('| `'));
  expect(rows.map((row) => row.split('`')[1])).toEqual(RULES.map(({ id }) => id));
});

test('a page without the lines around the table is refused', () => {
  expect(() => withRuleTable('# What lint finds\n')).toThrow('needs the lines');
});
