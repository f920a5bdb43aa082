/** The program: the options of all commands, and how errors are printed. */
import { Command, CommanderError } from 'commander';
import manifest from '../package.json' with { type: 'json' };
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import { refusalOf } from '../admin/use-case.ts';
import { faultLog } from './fault-log.ts';
import { EXIT } from '../admin/refusals/codes.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';

type AddCommands = (program: Command, runtime: Runtime) => void;

/** The program with these groups of commands. It neither prints errors nor ends the process: `runProgram` does. */
export function createProgram(runtime: Runtime, groups: readonly AddCommands[]): Command {
  const program = new Command('step-up')
    .description('Route policy of step-up-authorizer: change it, check it, explain it.')
    .version(manifest.version)
    .option('--json', 'one JSON document on stdout; an error is {"error", "code", "facts", "exitCode"}')
    .option('--stack <name>', 'the CloudFormation stack whose protected API is meant')
    .option('--api <id>', 'which API of that stack: its id, or the key of its output')
    .option('--endpoint <url>', 'the URL of DynamoDB, such as that of a local run')
    .option('--table <name>', 'the policy table, if no stack names it')
    .option('--config <file>', 'the trust config, if no stack has it (step-up.config.json)')
    .option('--profile <name>', 'the profile of the AWS credentials')
    .option('--region <name>', 'the AWS region')
    .addHelpText('after', EXIT_CODES)
    .showSuggestionAfterError()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => {
        runtime.print(text.trimEnd());
      },
      writeErr: (text) => {
        runtime.inform(text.trimEnd());
      },
      outputError: () => undefined,
    });
  for (const add of groups) add(program, runtime);
  return program;
}

const EXIT_CODES = `
Put the options above before or after the command.
Exit codes: 0 done, 1 failure, 2 the decision is no (or: they differ), 3 invalid policy, 70 a fault of step-up.`;

/** Runs one command line, and sets the exit code. An error becomes one clear message, never a stack trace. */
export async function runProgram(
  args: readonly string[],
  runtime: Runtime,
  groups: readonly AddCommands[],
): Promise<void> {
  try {
    await createProgram(runtime, groups).parseAsync(args, { from: 'user' });
  } catch (error) {
    if (error instanceof CommanderError && HELP.includes(error.code)) {
      runtime.exit(error.exitCode === 0 ? EXIT.ok : EXIT.failure);
      return;
    }
    const { code, facts, message, exitCode } = refusalFor(error, runtime);
    if (args.includes('--json')) runtime.print(JSON.stringify({ error: message, code, facts, exitCode }));
    else runtime.inform(`error: ${message}`);
    runtime.exit(exitCode);
  }
}

/** The options that every command takes, before or after the command. */
export function globalOptions(command: Command): GlobalOptions {
  return command.optsWithGlobals<GlobalOptions>();
}

const HELP = ['commander.help', 'commander.helpDisplayed', 'commander.version'];

function refusalFor(error: unknown, runtime: Runtime): AdminRefusal {
  if (error instanceof CommanderError) return new AdminRefusal('usage', usageError(error));
  return refusalOf(error, faultLog(runtime));
}

function usageError({ message, code }: CommanderError): string {
  const text = message.replace(/^error: /, '');
  if (text.includes('Did you mean')) return text;
  const unknown = code === 'commander.unknownCommand' || code === 'commander.excessArguments';
  return `${text} (${unknown ? '"step-up --help" lists the commands' : 'see --help of the command'})`;
}
