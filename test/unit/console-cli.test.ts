import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ALL_COMMANDS } from '../../cli/all-commands.ts';
import { capturedRuntime } from '../../cli/captured-runtime.ts';
import { AdminRefusal } from '../../admin/refusal.ts';
import { runProgram } from '../../cli/program.ts';
import { startCli } from '../../console/server/cli.ts';
import type { Cli, CliService } from '../../console/server/cli.ts';
import { createPolicyDesk } from '../../console/server/policy-desk.ts';

let folder = '';
let cli: CliService | undefined;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'step-up-cli-'));
});

afterEach(() => {
  cli?.close();
  rmSync(folder, { recursive: true });
});

/** Answers with its arguments and its input; `never` keeps it busy without end, and `die` ends it. */
const SCRIPT = `process.on('message', ({ id, args, input }) => {
  if (args[0] === 'die') process.exit(1);
  while (args[0] === 'never') continue;
  setTimeout(() => process.send({ id, exitCode: 0, output: args.join(' ') + input, complaints: '' }), 50 - 10 * id);
});
process.on('disconnect', () => process.exit());`;

function start(longest: number): CliService {
  const script = join(folder, 'service.cjs');
  writeFileSync(script, SCRIPT);
  cli = startCli({ script, directory: folder, longest });
  return cli;
}

describe('the command line behind the console', () => {
  test('gives each of several commands at once its own answer, in any order', async () => {
    const { run } = start(30_000);
    const asked = ['a', 'b', 'c', 'd'];
    const answers = await Promise.all(asked.map((one) => run([one], `<${one}>`)));
    expect(answers.map(({ output }) => output)).toEqual(asked.map((one) => `${one}<${one}>`));
  });

  test('ends during a command, rejects all that wait, and answers the next', async () => {
    const { run } = start(30_000);
    const lost = await Promise.allSettled([run(['slow']), run(['die'])]);
    expect(lost).toEqual(
      Array.from({ length: 2 }, () => ({
        status: 'rejected',
        reason: new Error('the command line has ended: try again'),
      })),
    );
    expect(await run(['next'])).toMatchObject({ output: 'next' });
  });

  test('is ended when a command takes too long, and answers the next', async () => {
    const { run } = start(1500);
    await expect(run(['never'])).rejects.toThrow('the command line does not answer: try again');
    expect(await run(['next'])).toMatchObject({ output: 'next' });
  });

  test('rejects all commands that wait when it is closed', async () => {
    const { run, close } = start(30_000);
    const lost = expect(run(['never'])).rejects.toThrow('the command line has ended');
    close();
    await lost;
  });
});

describe('a route that reads as an option of the command line', () => {
  const run: Cli = async (args, input = '') => {
    if (args[1] === 'list') return { exitCode: 0, output: '[]', complaints: '' };
    const { runtime, answer } = capturedRuntime(
      () => Promise.reject(new AdminRefusal('api_not_named', 'no API here')),
      input,
    );
    await runProgram(args, runtime, ALL_COMMANDS);
    return answer();
  };
  const desk = createPolicyDesk(run, (_, use) => use(''));

  test.each(['--help', '-h', '--version', '--endpoint=http://evil.example', '-', '--'])(
    '%s',
    async (route) => {
      const { stamp, text } = await desk.text(route);
      const problem: unknown = expect.stringContaining(`"${route}" is no route`);
      const refused = { kind: 'refused', problem };
      expect(text).toBe('');
      expect(await desk.write(route, { text: 'acr: x', stamp }, false)).toEqual(refused);
      expect(await desk.remove(route, stamp, false)).toEqual(refused);
      expect(await desk.history(route)).toEqual({ error: problem });
    },
  );

  test('while a valid route reaches the tables', async () => {
    const { stamp } = await desk.text('POST /payments');
    expect(await desk.remove('POST /payments', stamp, false)).toEqual({
      kind: 'refused',
      problem: 'no API here',
    });
  });
});

test('the record fields of an item are removed completely, also over several lines', async () => {
  const output =
    'route: GROUP a\nacr: x\nupdatedAt:\n  a: 1\nupdatedBy: |-\n  a\n\n  acr: y\nscopes:\n  - updatedBy: z\n';
  const run: Cli = ([, command]) =>
    Promise.resolve({ exitCode: 0, output: command === 'list' ? '[]' : output, complaints: '' });
  const { text } = await createPolicyDesk(run, (_, use) => use('')).text('GROUP a');
  expect(text).toBe('acr: x\nscopes:\n  - updatedBy: z\n');
});
