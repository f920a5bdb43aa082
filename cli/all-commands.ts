/** Every group of commands. A new group needs a line here and a chapter in docs/cli.md. */
import type { Command } from 'commander';
import type { Runtime } from './runtime.ts';
import { addExplainCommand } from './explain/explain-command.ts';
import { addGrantsCommands } from './grants-commands.ts';
import { addPolicyCommands } from './policy-commands.ts';
import { addRiskCommands } from './risk-commands.ts';
import { addSimulateCommand } from './simulate-command.ts';

export const ALL_COMMANDS: readonly ((program: Command, runtime: Runtime) => void)[] = [
  addPolicyCommands,
  addRiskCommands,
  addGrantsCommands,
  addExplainCommand,
  addSimulateCommand,
];
