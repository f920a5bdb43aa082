/** A copy of the repository in which a patch may break the product, and what the test of a promise says there. */
import { execFile, execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import { patchOf, ROOT } from './documented.ts';
import type { Row } from './documented.ts';

/** Tests that run the bundles, or synthesize an app with them. */
const RUNS_BUNDLES = /from '(\.\.\/)+support\/(functions|stacks|fuzz)\//;

/** What jest finds out about the tests of a promise. */
const report = v.object({
  numRuntimeErrorTestSuites: v.number(),
  testResults: v.array(
    v.object({
      message: v.string(),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.array(v.string()) }),
      ),
    }),
  ),
});

/** A jest of its own: nothing of the run that starts it. */
const { JEST_WORKER_ID, TEST_EFFORT, SYNTHESIZED_APPS, ...environment } = process.env;

/** The first line of what the patched product fails at, or why the test has not failed as it should. */
export type Verdict = { readonly failure: string } | { readonly wrong: string };

export interface Copy {
  /** What the test of the promise says of the product as it is: undefined where it passes. */
  readonly complaintOf: (row: Row) => Promise<string | undefined>;
  /** Breaks the promise, and mends it again. */
  readonly broken: (row: Row) => Promise<Verdict>;
  readonly remove: () => void;
}

/** Copies what git knows, and new files, as they stand. */
export function copyOfRepository(): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-promises-'));
  const listed = ['ls-files', '-z', '--cached', '--others', '--exclude-standard'];
  for (const file of execFileSync('git', listed, { cwd: ROOT, encoding: 'utf8' }).split('\0'))
    if (file !== '' && existsSync(join(ROOT, file))) cpSync(join(ROOT, file), join(folder, file));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const run = (program: string, args: readonly string[]) =>
    promisify(execFile)(program, args, { cwd: folder, env: environment, maxBuffer: 2 ** 26 });
  const apply = (promise: string, ...how: readonly string[]) =>
    run('git', ['apply', ...how, patchOf(promise)]);

  async function tested({ promise, file }: Row): Promise<Verdict> {
    if (RUNS_BUNDLES.test(readFileSync(join(folder, file), 'utf8')))
      await run(process.execPath, ['build.ts']);
    const output = join(folder, 'report.json');
    rmSync(output, { force: true });
    const jest = [
      '--no-warnings',
      'node_modules/jest/bin/jest.js',
      '--ci',
      '--json',
      `--outputFile=${output}`,
    ];
    const named = ['--runTestsByPath', file, '--testNamePattern', `\\[${promise}\\]$`];
    // It exits with 1 when a test fails: the report says why.
    await run(process.execPath, [...jest, ...named]).catch(() => undefined);
    return verdictOf(v.parse(report, JSON.parse(readFileSync(output, 'utf8'))), promise);
  }

  return {
    async complaintOf(row) {
      const verdict = await tested(row);
      return 'wrong' in verdict && verdict.wrong === PASSED ? undefined : JSON.stringify(verdict);
    },
    async broken(row) {
      try {
        await apply(row.promise);
      } catch {
        return { wrong: 'the patch does not apply' };
      }
      try {
        return await tested(row);
      } finally {
        await apply(row.promise, '--reverse');
      }
    },
    remove: () => {
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const PASSED = 'the test passes';

function verdictOf(
  { numRuntimeErrorTestSuites, testResults }: v.InferOutput<typeof report>,
  promise: string,
): Verdict {
  const [message = ''] = testResults.map((suite) => suite.message);
  if (numRuntimeErrorTestSuites > 0) return { wrong: `the test does not run: ${message}` };
  const results = testResults.flatMap(({ assertionResults }) => assertionResults);
  const ran = results.filter(({ status }) => status === 'passed' || status === 'failed');
  if (ran.length === 0 || !ran.every(({ fullName }) => fullName.endsWith(`[${promise}]`)))
    return { wrong: `${ran.length} tests ran, not those of the promise alone` };
  const failures = ran.flatMap(({ failureMessages }) => failureMessages);
  if (failures.length === 0) return { wrong: PASSED };
  // A matcher says `expect(…)`; a process that does not start, or a time limit, proves nothing about the promise.
  const failure = failures.find((text) => text.includes('expect('));
  return failure === undefined
    ? { wrong: `the test fails, but not at an expectation: ${failures.join('\n')}` }
    : { failure: shortened(failure) };
}

/** What was expected and what came, in one line. */
function shortened(failure: string): string {
  const [first = '', ...rest] = failure.split('\n').map((line) => line.trim());
  const told = rest.filter((line) => /^(Expected|Received|[+-] |Got error)/.test(line));
  return [first, ...told].join(' | ').slice(0, 200);
}
