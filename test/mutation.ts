/**
 * `npm run mutation`: changes core/ in one place at a time, and counts the changes that core's own tests do not notice.
 * `-- FILE…`: these files alone; `-- --since COMMIT`: those that have changed since. The result of each run is kept in
 * `.local/mutation/`, by commit.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const REPORT = join(ROOT, 'reports', 'mutation', 'mutation.json');

const { values, positionals } = parseArgs({
  options: { since: { type: 'string' } },
  allowPositionals: true,
});

const git = (...args: readonly string[]) => execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).trim();

function filesToMutate(): readonly string[] {
  if (values.since === undefined) return positionals;
  return git('diff', '--name-only', '--diff-filter=d', values.since, '--', 'core')
    .split('\n')
    .filter(Boolean);
}

const files = filesToMutate();
if (values.since !== undefined && files.length === 0) {
  console.log(`nothing in core/ has changed since ${values.since}`);
} else {
  const mutate = files.length === 0 ? [] : ['--mutate', files.join(',')];
  const { status } = spawnSync(process.execPath, [STRYKER, 'run', ...mutate], {
    cwd: ROOT,
    stdio: 'inherit',
  });
  const folder = join(ROOT, '.local', 'mutation');
  mkdirSync(folder, { recursive: true });
  const kept = join(
    folder,
    `${git('rev-parse', '--short', 'HEAD')}-${new Date().toISOString().replaceAll(':', '')}.json`,
  );
  if (status === 0) renameSync(REPORT, kept);
  process.exitCode = status ?? 1;
}
