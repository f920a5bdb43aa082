/** Runs the commands of a peer. A command ends, with all that it has started, when the time of its peer is over. */
import { spawn } from 'node:child_process';
import type { ChildProcess, ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';

export interface CommandOptions {
  readonly signal: AbortSignal;
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
}

/** A command that runs, without input. */
export type Command = ChildProcessByStdio<null, Readable, Readable>;

export interface Ended {
  /** Null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs it to its end. Rejects where it cannot be started, or is ended by `signal`. */
export async function run(file: string, args: readonly string[], options: CommandOptions): Promise<Ended> {
  const child = start(file, args, options);
  const ended = once(child, 'close');
  const outputs = Promise.all([text(child.stdout), text(child.stderr)]);
  const [code]: unknown[] = await ended;
  const [stdout, stderr] = await outputs;
  options.signal.throwIfAborted();
  return { code: typeof code === 'number' ? code : null, stdout, stderr };
}

/** Runs it to its end. Rejects with what it said where it fails. */
export async function runWell(
  file: string,
  args: readonly string[],
  options: CommandOptions,
): Promise<string> {
  const { code, stdout, stderr } = await run(file, args, options);
  if (code === 0) return stdout;
  throw new Error(
    `${[file, ...args].join(' ')} ended with ${String(code)}: ${lastLines(`${stdout}\n${stderr}`)}`,
  );
}

/** Starts it in a process group of its own, which ends with `signal`. */
export function start(file: string, args: readonly string[], { signal, cwd, env }: CommandOptions): Command {
  signal.throwIfAborted();
  const child = spawn(file, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
    env: { ...process.env, ...env },
    ...(cwd === undefined ? {} : { cwd }),
  });
  const end = () => {
    endGroup(child, 'SIGKILL');
  };
  signal.addEventListener('abort', end);
  child.once('close', () => {
    signal.removeEventListener('abort', end);
  });
  return child;
}

/** Ends a command and all that it has started. */
export function endGroup({ pid }: ChildProcess, how: 'SIGTERM' | 'SIGKILL'): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, how);
  } catch {
    // It has ended.
  }
}

export function lastLines(output: string, count = 15): string {
  return output.trim().split('\n').slice(-count).join('\n');
}
