#!/usr/bin/env node
/** The administrator's CLI: `npx step-up …`. docs/cli.md has every command. */
import { ALL_COMMANDS } from '../cli/all-commands.ts';
import { processRuntime } from '../cli/process-runtime.ts';
import { runProgram } from '../cli/program.ts';

void runProgram(process.argv.slice(2), processRuntime(), ALL_COMMANDS);
