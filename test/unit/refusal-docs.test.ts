import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { REFUSALS } from '../../admin/refusals/codes.ts';
import { withRefusalTable } from '../../admin/refusals/table.ts';

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'cli.md'), 'utf8');

test('docs/cli.md is what `npm run docs` makes of it', () => {
  expect(withRefusalTable(page)).toBe(page);
});

test('docs/cli.md has one row for each refusal', () => {
  const codes = Object.keys(REFUSALS);
  const rows = page
    .split('\n')
    .filter((line) => line.startsWith('| `') && codes.includes(line.split('`')[1] ?? ''));
  expect(rows.map((row) => row.split('`')[1])).toEqual(codes);
});
