/** The commands of `step-up policy`. */
import type { Command } from 'commander';
import type { Runtime } from './runtime.ts';
import { addLintCommand } from './lint-command.ts';
import { addApplyCommand } from './policy-apply.ts';
import { addDiffCommand } from './policy-diff.ts';
import { addHistoryCommand, addRollbackCommand } from './policy-history.ts';
import { addDeleteCommand, addPutCommand } from './policy-put.ts';
import { addExportCommand, addGetCommand, addListCommand } from './policy-read.ts';

/** In the order of the help. */
const POLICY_COMMANDS: readonly ((policy: Command, runtime: Runtime) => void)[] = [
  addListCommand,
  addGetCommand,
  addPutCommand,
  addDeleteCommand,
  addApplyCommand,
  addExportCommand,
  addDiffCommand,
  addLintCommand,
  addHistoryCommand,
  addRollbackCommand,
];

export function addPolicyCommands(program: Command, runtime: Runtime): void {
  const policy = program.command('policy').description('what routes require');
  for (const add of POLICY_COMMANDS) add(policy, runtime);
}
