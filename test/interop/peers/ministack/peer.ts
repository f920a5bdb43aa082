/** MiniStack: its DynamoDB as the second engine under the tests of our stores. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { OTHER_ENGINE } from '../../../support/tables/engine.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { lastLines, run } from '../../command.ts';
import { installMiniStack, MINISTACK, startMiniStack } from '../../ministack/server.ts';
import type { MiniStack } from '../../ministack/server.ts';
import type { Check, Peer } from '../../peer.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** All that take their engine from test/support/tables/engine.ts. */
const TESTS = ['comparison', 'consistent-reads', 'live-grants', 'stores', 'streams'];

let engine: MiniStack | undefined;

export const ministack: Peer = {
  ...MINISTACK,
  does: 'runs the tests of the stores on its DynamoDB',
  limit: 600,
  install: installMiniStack,
  start: async (step) => {
    engine = await startMiniStack(step, { iam: false });
  },
  test: async ({ check }, { signal }) => {
    const file = join(newOutdir(), 'results.json');
    const jest = join(ROOT, 'node_modules', 'jest', 'bin', 'jest.js');
    const files = TESTS.map((name) => `test/contract/tables/${name}.test.ts`);
    const args = [
      '--no-warnings',
      jest,
      '--runInBand',
      // A test that fails may leave a server open, for which jest would wait.
      '--forceExit',
      '--json',
      `--outputFile=${file}`,
      '--runTestsByPath',
      ...files,
    ];
    const { stderr } = await run(process.execPath, args, {
      signal,
      cwd: ROOT,
      env: { [OTHER_ENGINE]: engine?.url ?? '' },
    });
    checksOf(file, stderr).forEach(check);
  },
  stop: async () => {
    await engine?.stop();
  },
};

const results = v.object({
  testResults: v.array(
    v.object({
      name: v.string(),
      message: v.string(),
      assertionResults: v.array(
        v.object({ fullName: v.string(), status: v.string(), failureMessages: v.array(v.string()) }),
      ),
    }),
  ),
});

/** One check a test; a file whose tests could not run, or were left out, is a failure. */
function checksOf(file: string, stderr: string): Check[] {
  const { testResults } = v.parse(results, JSON.parse(readFileSync(file, 'utf8')));
  if (testResults.length !== TESTS.length)
    throw new Error(`jest has not run all files: ${lastLines(stderr)}`);
  return testResults.flatMap(({ name, message, assertionResults }) =>
    assertionResults.length === 0
      ? [{ name, problem: lastLines(message) }]
      : assertionResults.map(({ fullName, status, failureMessages }) => ({
          name: fullName,
          problem: status === 'passed' ? undefined : lastLines(failureMessages.join('\n') || status, 30),
        })),
  );
}
