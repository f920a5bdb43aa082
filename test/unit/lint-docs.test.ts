import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KINDS } from '../../admin/lint/finding.ts';

test('docs/lint.md lists every kind of finding as it is', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'lint.md'), 'utf8');
  const rows = text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split('|').map((cell) => cell.trim()));
  const kinds = Object.entries(KINDS).map(([rule, { severity, meaning, remedy }]) => [
    '',
    `\`${rule}\``,
    severity,
    meaning,
    remedy,
    '',
  ]);
  expect(rows).toEqual(kinds);
});
