/** Runs a command of the CLI in this process, with a world of the test's own around it. */
import { Command } from 'commander';
import { administration } from '../../../admin/administration.ts';
import { AdminRefusal } from '../../../admin/refusals/refusal.ts';
import { EXIT } from '../../../admin/refusals/codes.ts';
import type { Connection } from '../../../admin/protected-api.ts';
import type { Runtime } from '../../../cli/runtime.ts';
import type { ExitCode } from '../../../admin/refusals/codes.ts';

export interface CommandResult {
  readonly exitCode: ExitCode;
  readonly printed: string;
  /** `printed`, by the calls that printed it. */
  readonly lines: readonly string[];
  readonly informed: string;
  /** The message of the error that ended it, empty without one. */
  readonly error: string;
}

export interface CommandWorld {
  readonly connection: Connection;
  /** Seconds since 1970. */
  readonly now: () => number;
  /** Standard input, where there is one. */
  readonly input?: string;
}

type AddCommand = (program: Command, runtime: Runtime) => void;

/** Runs a command with these arguments. What is wrong with the command itself, rather than with its input, is thrown. */
export async function runCommand(
  add: AddCommand,
  args: readonly string[],
  { connection, now, input }: CommandWorld,
): Promise<CommandResult> {
  const printed: string[] = [];
  const informed: string[] = [];
  let exitCode: ExitCode = EXIT.ok;
  const program = new Command()
    .option('--json')
    .exitOverride()
    .configureOutput({ writeErr: () => undefined });
  add(program, {
    admin: administration((_, cause) => {
      throw cause;
    }),
    connect: () => Promise.resolve(connection),
    connectForFiles: () => Promise.resolve(connection),
    print: (line) => printed.push(line),
    inform: (line) => informed.push(line),
    confirm: () => Promise.resolve(false),
    exit: (code) => {
      exitCode = code;
    },
    now,
    readInput: () =>
      input === undefined
        ? Promise.reject(new AdminRefusal('input_missing', 'there is no input'))
        : Promise.resolve(input),
    guarded: (work) => work(new AbortController().signal),
    environment: {},
  });
  const result = () => ({ printed: printed.join('\n'), lines: printed, informed: informed.join('\n') });
  try {
    await program.parseAsync(args, { from: 'user' });
    return { ...result(), exitCode, error: '' };
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    return { ...result(), exitCode: error.exitCode, error: error.message };
  }
}
