/**
 * `npm run mutation`: changes core/ in one place at a time, and counts the changes that core's own tests do not notice.
 * `-- FILE…`: these files alone; `-- --since COMMIT`: those that have changed since. The result of each run is kept in
 * `.local/mutation/`, by commit.
 */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const ROOT = join(import.meta.dirname, '..');
const STRYKER = join(ROOT, 'node_modules', '@stryker-mutator', 'core', 'bin', 'stryker.js');
const KEPT = join(ROOT, '.local', 'mutation');

const { values, positionals } = parseArgs({
  options: { since: { type: 'string' } },
  allowPositionals: true,
});
if (values.since !== undefined && positionals.length > 0)
  throw new Error('name either files or --since: both were given');

const git = (...args: readonly string[]) =>
  execFileSync('git', args, { cwd: ROOT, encoding: 'utf8' }).split('\n').filter(Boolean);

/** Also those that are new, and not yet committed. */
function changedSince(commit: string): readonly string[] {
  return [
    ...git('diff', '--name-only', '--diff-filter=d', commit, '--', 'core'),
    ...git('ls-files', '--others', '--exclude-standard', 'core'),
  ];
}

/** Runs Stryker over these files, or over all of core/. Returns its exit code. */
function mutate(files: readonly string[]): number {
  // Stryker ends its workers at once: what they leave is taken away here.
  const temporary = mkdtempSync(join(tmpdir(), 'step-up-mutation-'));
  const only = files.length === 0 ? [] : ['--mutate', files.join(',')];
  try {
    const env = { ...process.env, TMPDIR: temporary };
    return (
      spawnSync(process.execPath, [STRYKER, 'run', ...only], { cwd: ROOT, env, stdio: 'inherit' }).status ?? 1
    );
  } finally {
    rmSync(temporary, { recursive: true, force: true });
    rmSync(join(ROOT, '.local', 'mutants'), { recursive: true, force: true });
  }
}

/** Keeps the report under the commit, the files and the time of the run. */
function keepReport(files: readonly string[]): void {
  const report = join(KEPT, 'report.json');
  if (!existsSync(report)) return;
  const [commit = ''] = git('rev-parse', '--short', 'HEAD');
  const scope = files.length === 0 ? 'core' : `${files.length}-files`;
  const time = new Date().toISOString().replaceAll(':', '');
  renameSync(report, join(KEPT, `${commit}-${scope}-${time}.json`));
}

const files = values.since === undefined ? positionals : changedSince(values.since);
if (values.since !== undefined && files.length === 0) {
  console.log(`nothing in core/ has changed since ${values.since}`);
} else {
  mkdirSync(KEPT, { recursive: true });
  process.exitCode = mutate(files);
  keepReport(files);
}
