/** A copy of the repository in which patches may break the product, and what the test of a promise says there. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { ROOT } from './documented.ts';
import type { Row } from './documented.ts';
import { patchOf } from './patches.ts';
import { verdictOf } from './verdict.ts';
import type { Verdict } from './verdict.ts';

/** Tests that run the bundles, or synthesize an app with them. */
const RUNS_BUNDLES = /from '(\.\.\/)+support\/(functions|stacks|fuzz)\//;
/** What a test imports from its own folder. */
const BESIDE_IT = /from '\.\/([\w./-]+)'/g;

/** Each run of jest in the copy is one of its own, as in `npm test`. */
const env = {
  ...process.env,
  JEST_WORKER_ID: undefined,
  TEST_EFFORT: undefined,
  SYNTHESIZED_APPS: undefined,
};

/** Of a build or a test, in milliseconds. After it, the report is missed. */
const LONGEST_RUN = 300_000;

/** Copies what git knows, and what is new, as it stands. Returns the folder. */
export function copyRepository(): string {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-promises-'));
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  for (const file of execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' }).split('\0'))
    if (statSync(join(ROOT, file), { throwIfNoEntry: false })?.isFile() === true)
      cpSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return folder;
}

/** Runs the test of a promise in the copy. Rejects where the bundles cannot be built. */
export async function tested(folder: string, { promise, file }: Row): Promise<Verdict> {
  if (runsBundles(join(folder, file)))
    await run(folder, process.execPath, ['--no-warnings', 'build.ts', '--any-size']);
  const output = join(folder, 'report.json');
  rmSync(output, { force: true });
  // A test that fails may leave a server open, for which jest would wait.
  const jest = ['--no-warnings', 'node_modules/jest/bin/jest.js', '--ci', '--forceExit'];
  const reported = ['--json', `--outputFile=${output}`, `--testTimeout=${LONGEST_RUN}`];
  const named = ['--runTestsByPath', file, '--testNamePattern', `\\[${promise}\\]$`];
  // It exits with 1 when a test fails: the report says which.
  await run(folder, process.execPath, [...jest, ...reported, ...named]).catch(() => undefined);
  return verdictOf(JSON.parse(readFileSync(output, 'utf8')), promise);
}

/** Whether it, or what it imports from its own folder, does. */
function runsBundles(file: string): boolean {
  const text = readFileSync(file, 'utf8');
  const beside = [...text.matchAll(BESIDE_IT)].map(([, name = '']) => join(dirname(file), name));
  return RUNS_BUNDLES.test(text) || beside.some(runsBundles);
}

/** Runs the test of a promise while its patch breaks it. Rejects where the patch does not apply. */
export async function testedBroken(folder: string, row: Row): Promise<Verdict> {
  const patch = patchOf(row.promise);
  await run(folder, 'git', ['apply', patch]);
  try {
    return await tested(folder, row);
  } finally {
    await run(folder, 'git', ['apply', '--reverse', patch]);
  }
}

async function run(cwd: string, program: string, args: readonly string[]): Promise<void> {
  await promisify(execFile)(program, args, { cwd, env, timeout: LONGEST_RUN, maxBuffer: 2 ** 26 });
}
