/** The world around a command that another program asks for: what it prints is kept, and nobody is there to say yes. */
import { CommandError, EXIT } from '../admin/command.ts';
import type { Connection, ExitCode, GlobalOptions, Runtime } from '../admin/command.ts';
import { connect } from '../admin/connection/connection.ts';
import { printable } from './printable.ts';

type Connect = Runtime['connect'];

export interface CapturedAnswer {
  readonly exitCode: ExitCode;
  /** As on stdout and stderr. */
  readonly output: string;
  readonly complaints: string;
}

/** One connection for all commands without options of their own; one that could not be made is tried again. */
export function sharedConnection(directory: string): Connect {
  const surroundings = { directory, environment: process.env };
  const kept = new Map<string, Promise<Connection>>();
  return (options) => {
    const key = JSON.stringify(CONNECTING.map((name) => options[name] ?? null));
    const known = kept.get(key) ?? connect(options, surroundings);
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

/** `input` is the standard input of the command. `answer` is complete when the command has ended. */
export function capturedRuntime(
  connection: Connect,
  input: string,
): { readonly runtime: Runtime; readonly answer: () => CapturedAnswer } {
  const output: string[] = [];
  const complaints: string[] = [];
  let exitCode: ExitCode = EXIT.ok;
  const runtime: Runtime = {
    connect: connection,
    // Whoever asks so often has an API.
    connectForFiles: connection,
    print: (line) => output.push(`${printable(line)}\n`),
    inform: (line) => complaints.push(`${printable(line)}\n`),
    confirm: () => Promise.resolve(false),
    readInput: (most) =>
      input.length > most
        ? Promise.reject(new CommandError(`standard input has more than ${most} bytes`))
        : Promise.resolve(input),
    // The parent ends us, or waits: nobody presses Ctrl-C on a command.
    guarded: (work) => work(new AbortController().signal),
    exit: (code) => {
      exitCode = code;
    },
    now: () => Math.floor(Date.now() / 1000),
    environment: process.env,
  };
  return { runtime, answer: () => ({ exitCode, output: output.join(''), complaints: complaints.join('') }) };
}
