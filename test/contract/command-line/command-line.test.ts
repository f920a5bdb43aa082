import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { ALL_COMMANDS } from '../../../cli/all-commands.ts';
import { processRuntime } from '../../../cli/process-runtime.ts';
import { createProgram } from '../../../cli/program.ts';
import { commandLineProcess } from '../../support/admin/command-line.ts';

const DIRECTORY = '/';

describe('the command line, as a process,', () => {
  const run = (...args: string[]) => commandLineProcess(args, { directory: DIRECTORY });

  test('helps on stdout with exit code 0', async () => {
    const { code, out, err } = await run('policy', 'put', '--help');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toContain('Usage: step-up policy put [options] <route>');
  });

  test('says in one line what is wrong with a command or an option, and what was probably meant', async () => {
    const [command, option, missing] = await Promise.all([
      run('polcy'),
      run('policy', 'list', '--jsn'),
      run('policy', 'get'),
    ]);
    expect(command).toEqual({ code: 1, out: '', err: expect.stringContaining('(Did you mean policy?)') });
    expect(option).toEqual({ code: 1, out: '', err: expect.stringContaining('(Did you mean --json?)') });
    expect(missing).toEqual({
      code: 1,
      out: '',
      err: expect.stringContaining("missing required argument 'route'"),
    });
  });

  test('says with --json, before or after the command, in JSON what is wrong, without a stack trace', async () => {
    const missing = ['--table', 't', '--config', '/no/such.json'];
    for (const args of [
      ['--json', 'policy', 'list', ...missing],
      [...missing, 'policy', 'list', '--json'],
    ]) {
      const { code, out, err } = await run(...args);
      expect({ code, err }).toEqual({ code: 1, err: '' });
      expect(JSON.parse(out)).toEqual({
        error: expect.stringMatching(/^there is no trust config at .*such\.json/),
        code: 'trust_config_missing',
        facts: {},
        exitCode: 1,
      });
    }
  });

  test('takes a mistake in a file for an invalid policy, before it connects', async () => {
    const world = { directory: DIRECTORY, input: 'GET /a: {acr: x, acr: y}' };
    expect(await commandLineProcess(['policy', 'apply', '-'], world)).toMatchObject({ code: 3, out: '' });
  });
});

describe('docs/cli.md', () => {
  const text = readFileSync(join(import.meta.dirname, '..', '..', '..', 'docs', 'cli.md'), 'utf8');
  const program = createProgram(processRuntime(), ALL_COMMANDS);

  /** Every command that does something, with the heading it has in the document. */
  function leaves(command: Command, name: string): [heading: string, command: Command][] {
    if (command.commands.length > 0) {
      return command.commands.flatMap((one) => leaves(one, `${name} ${one.name()}`));
    }
    const given = command.registeredArguments
      .map((argument) => (argument.required ? ` <${argument.name()}>` : ` [${argument.name()}]`))
      .join('');
    return [[`\`${name}${given}\``, command]];
  }
  const commands = leaves(program, 'step-up');

  test('has a chapter for each command, and for no other', () => {
    const chapters = [...text.matchAll(/^## (`step-up .*)$/gm)].map(([, heading]) => heading);
    expect(chapters).toEqual(expect.arrayContaining(commands.map(([heading]) => heading)));
    const missing = chapters.filter((heading) => !commands.some(([known]) => known === heading));
    expect(missing).toEqual([]);
  });

  test.each([['Options of every command', program] as const, ...commands])(
    'names each option of %s',
    (heading, command) => {
      const [, chapter = ''] = text.split(`## ${heading}\n`);
      const [own = ''] = chapter.split('\n## ');
      const options = command.options.map(({ long }) => long).filter((long) => long !== '--version');
      expect(options.filter((long) => !own.includes(`\`${long ?? ''}`))).toEqual([]);
    },
  );
});
