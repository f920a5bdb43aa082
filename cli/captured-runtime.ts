/** The runtime of a command that another program asks for: its output is kept, and no one can confirm a change. */
import { AdminRefusal } from '../admin/refusal.ts';
import { EXIT } from '../admin/refusal-codes.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';
import type { ExitCode } from '../admin/refusal-codes.ts';
import { connect } from '../admin/connection/connection.ts';
import { administration } from '../admin/administration.ts';
import { faultLog } from './fault-log.ts';
import { printable } from './printable.ts';

type Connect = Runtime['connect'];

export interface CapturedAnswer {
  readonly exitCode: ExitCode;
  /** What the command would print on stdout. */
  readonly output: string;
  /** What the command would print on stderr. */
  readonly complaints: string;
}

/** One connection for all commands with the same options. A connection that failed is tried again. */
export function sharedConnection(directory: string): Connect {
  const startedIn = { directory, environment: process.env };
  const kept = new Map<string, Promise<Connection>>();
  return (options) => {
    const key = JSON.stringify(CONNECTING.map((name) => options[name] ?? null));
    const known = kept.get(key) ?? connect(options, startedIn);
    kept.set(key, known);
    known.catch(() => kept.delete(key));
    return known;
  };
}

const CONNECTING = [
  'stack',
  'api',
  'endpoint',
  'table',
  'config',
  'profile',
  'region',
] as const satisfies readonly (keyof GlobalOptions)[];

/** `input` is the standard input of the command. `answer` is complete after the command has ended. */
export function capturedRuntime(
  connection: Connect,
  input: string,
): { readonly runtime: Runtime; readonly answer: () => CapturedAnswer } {
  const output: string[] = [];
  const complaints: string[] = [];
  let exitCode: ExitCode = EXIT.ok;
  const runtime: Runtime = {
    admin: administration(faultLog({ inform: (line) => complaints.push(`${printable(line)}\n`) })),
    connect: connection,
    // A program that asks often is about an API.
    connectForFiles: connection,
    print: (line) => output.push(`${printable(line)}\n`),
    inform: (line) => complaints.push(`${printable(line)}\n`),
    confirm: () => Promise.resolve(false),
    readInput: (most) =>
      input.length > most
        ? Promise.reject(new AdminRefusal('input_too_large', `standard input has more than ${most} bytes`))
        : Promise.resolve(input),
    // The parent process ends this process, or waits: a single command is never interrupted.
    guarded: (work) => work(new AbortController().signal),
    exit: (code) => {
      exitCode = code;
    },
    now: () => Math.floor(Date.now() / 1000),
    environment: process.env,
  };
  return { runtime, answer: () => ({ exitCode, output: output.join(''), complaints: complaints.join('') }) };
}
