/** `npm run test:long`: the tests with cases that are too long for `npm test`. `-- --full`: with those that take longest. */
import { spawnSync } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { full: { type: 'boolean', default: false } } });
const root = join(import.meta.dirname, '..');
const files = globSync('test/**/*.test.ts', { cwd: root }).filter(
  (file) =>
    file.endsWith('.long.test.ts') || readFileSync(join(root, file), 'utf8').includes('support/effort.ts'),
);
const { status } = spawnSync(
  process.execPath,
  ['--no-warnings', join(root, 'node_modules', 'jest', 'bin', 'jest.js'), '--runTestsByPath', ...files],
  { cwd: root, stdio: 'inherit', env: { ...process.env, TEST_EFFORT: values.full ? 'full' : 'long' } },
);
process.exitCode = status ?? 1;
