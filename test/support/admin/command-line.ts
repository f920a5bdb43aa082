/** The administrator's CLI, for tests: in this process, or as the process that people start. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Connection } from '../../../admin/protected-api.ts';
import { faultLog } from '../../../cli/fault-log.ts';
import type { Runtime } from '../../../cli/runtime.ts';
import { administration } from '../../../admin/administration.ts';
import { connect, connectForFiles } from '../../../admin/connection/connection.ts';
import { addPolicyCommands } from '../../../cli/policy-commands.ts';
import { runProgram } from '../../../cli/program.ts';
import { PROGRAM } from './run-cli.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

export interface Run {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

export interface World {
  readonly directory?: string;
  readonly environment?: Readonly<Record<string, string>>;
  /** Standard input. */
  readonly input?: string;
  /** The answer to a question; by default there is no terminal. */
  readonly answer?: boolean;
  /** Ctrl-C, when it comes. */
  readonly interrupted?: AbortSignal;
  /** Seconds since 1970. */
  readonly now?: () => number;
  /** Each question that is asked, and each line on stderr. */
  readonly onLine?: (line: string) => void;
}

/** Runs a command line in this process. */
export async function commandLine(args: readonly string[], world: World = {}): Promise<Run> {
  const [out, err]: [string[], string[]] = [[], []];
  let code = 0;
  let connection: Promise<Connection> | undefined;
  const { directory = '/', environment = {} } = world;
  const inform = (line: string) => {
    err.push(line);
    world.onLine?.(line);
  };
  const runtime: Runtime = {
    admin: administration(faultLog({ inform })),
    connect: (options) => (connection ??= connect(options, { directory, environment })),
    connectForFiles: (options) => connectForFiles(options, { directory, environment }),
    print: (line) => out.push(line),
    inform,
    confirm: (question) => {
      inform(question);
      return Promise.resolve(world.answer ?? false);
    },
    readInput: () => Promise.resolve(world.input ?? ''),
    guarded: (work) => work(world.interrupted ?? new AbortController().signal),
    exit: (status) => {
      code = status;
    },
    now: world.now ?? (() => Date.now() / 1000),
    environment,
  };
  await runProgram(args, runtime, [addPolicyCommands]);
  if (connection !== undefined) (await connection.catch(() => undefined))?.dynamodb.destroy();
  return { code, out: out.join('\n'), err: err.join('\n') };
}

/** Runs it as a process, as it is in the package. `script` is another program. */
export async function commandLineProcess(
  args: readonly string[],
  { directory = ROOT, environment = {}, input = '' }: World = {},
  script = PROGRAM,
): Promise<Run> {
  const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
    cwd: directory,
    env: { PATH: process.env.PATH, HOME: directory, ...environment },
  });
  child.stdin.end(input);
  const [out, err, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code: Number(code), out: out.trimEnd(), err: err.trimEnd() };
}
