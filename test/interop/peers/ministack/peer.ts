/** MiniStack: its DynamoDB as the second engine under the tests of our stores. */
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { reservePort } from '../../../support/reserved-port.ts';
import type { ReservedPort } from '../../../support/reserved-port.ts';
import { OTHER_ENGINE } from '../../../support/tables/engine.ts';
import { newOutdir } from '../../../support/stacks/synth.ts';
import { until } from '../../../support/time/until.ts';
import { endGroup, lastLines, run, start } from '../../command.ts';
import type { Command } from '../../command.ts';
import { commandsOf, installPython } from '../../python.ts';
import type { Check, Peer } from '../../peer.ts';
import { startBridge } from './bridge.ts';
import type { Bridge } from './bridge.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..', '..');

/** All that take their engine from test/support/tables/engine.ts. */
const TESTS = ['comparison', 'consistent-reads', 'live-grants', 'stores', 'streams'];

const program = { name: 'ministack', version: '1.5.33' };

let engine: Command | undefined;
let bridge: Bridge | undefined;
let port: ReservedPort | undefined;

export const ministack: Peer = {
  ...program,
  does: 'runs the tests of the stores on its DynamoDB',
  limit: 600,
  install: (step) =>
    installPython({ ...program, constraints: join(import.meta.dirname, 'constraints.txt') }, step),
  start: async ({ home, signal }) => {
    port = await reservePort();
    engine = start(join(commandsOf(program, home), 'ministack'), [], {
      signal,
      // It keeps nothing, and writes the file of its process id there.
      env: {
        GATEWAY_PORT: String(port.number),
        BIND_HOST: '127.0.0.1',
        LOG_LEVEL: 'WARNING',
        TMPDIR: newOutdir(),
      },
    });
    const url = `http://127.0.0.1:${port.number}`;
    await untilHealthy(engine, url);
    bridge = await startBridge(url);
  },
  test: async ({ check, note }, { signal }) => {
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
      env: { [OTHER_ENGINE]: bridge?.endpoint ?? '' },
    });
    checksOf(file, stderr).forEach(check);
    note(
      `its BatchGetItem answers without ConsumedCapacity: a bridge in front of it added it ${bridge?.completed() ?? 0} times`,
    );
  },
  stop: async () => {
    await bridge?.close();
    if (engine?.exitCode === null && engine.signalCode === null) {
      const ended = once(engine, 'close');
      endGroup(engine, 'SIGKILL');
      await ended;
    }
    port?.release();
  },
};

async function untilHealthy(child: Command, url: string): Promise<void> {
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  }
  await until('MiniStack answers', async () => {
    if (child.exitCode !== null || child.signalCode !== null)
      throw new Error(`MiniStack has ended: ${lastLines(said)}`);
    return fetch(`${url}/_ministack/health`).then(
      ({ ok }) => ok,
      () => false,
    );
  });
}

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
