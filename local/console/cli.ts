/** Asks the administrator's CLI, as a program of its own: what it says of a policy, people and pipelines hear too. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { once } from 'node:events';

export interface CliAnswer {
  /** 0 done, 1 failure, 2 the decision is no, 3 invalid policy. */
  readonly exitCode: number;
  readonly output: string;
  readonly complaints: string;
}

/** Runs one command line; `input` is its standard input. */
export type Cli = (args: readonly string[], input?: string) => Promise<CliAnswer>;

/** `script` is the CLI, `directory` where it finds the local run. */
export function createCli({ script, directory }: { script: string; directory: string }): Cli {
  return async (args, input = '') => {
    const child = spawn(process.execPath, ['--no-warnings', script, ...args], {
      cwd: directory,
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    // A command that reads no input may be gone before it is written.
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
    const [output, complaints] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { exitCode: child.exitCode ?? 1, output, complaints };
  };
}

/** The JSON document that a command printed with `--json`. */
export function jsonOf({ output, complaints }: CliAnswer): unknown {
  try {
    return JSON.parse(output);
  } catch (cause) {
    throw new Error(complaints.trim() || output.trim() || 'the CLI said nothing', { cause });
  }
}
