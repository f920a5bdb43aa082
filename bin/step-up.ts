#!/usr/bin/env node
/** The administrator's CLI: `npx step-up …`. docs/cli.md has every command. */
import type { Command } from 'commander';
import type { Runtime } from './step-up/command.ts';
import { addGrantsCommands } from './step-up/grants-commands.ts';
import { addPolicyCommands } from './step-up/policy-commands.ts';
import { processRuntime } from './step-up/process-runtime.ts';
import { runProgram } from './step-up/program.ts';
import { addRiskCommands } from './step-up/risk-commands.ts';

/** Each adds its commands to the program. A new group of commands is a line here, and a chapter of docs/cli.md. */
const COMMANDS: readonly ((program: Command, runtime: Runtime) => void)[] = [
  addPolicyCommands,
  addRiskCommands,
  addGrantsCommands,
];

void runProgram(process.argv.slice(2), processRuntime(), COMMANDS);
