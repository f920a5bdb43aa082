#!/usr/bin/env node
/** The administrator's CLI: `npx step-up …`. docs/cli.md has every command. */
import { ALL_COMMANDS } from './step-up/all-commands.ts';
import { processRuntime } from './step-up/process-runtime.ts';
import { runProgram } from './step-up/program.ts';

void runProgram(process.argv.slice(2), processRuntime(), ALL_COMMANDS);
