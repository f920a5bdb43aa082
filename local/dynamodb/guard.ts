/**
 * Runs a program until the parent of this process ends. The end of the parent closes our standard input, also after a
 * SIGKILL. Usage: `node guard.ts COMMAND ARGUMENT…`
 */
import { spawn } from 'node:child_process';

/** The time between SIGTERM and SIGKILL, in milliseconds. */
const GRACE = 3000;

const [command = '', ...parameters] = process.argv.slice(2);
const child = spawn(command, parameters, { stdio: ['ignore', 'inherit', 'inherit'] });

child.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
child.on('exit', (code) => {
  process.exit(code ?? 1);
});

process.stdin.resume();
process.stdin.on('close', () => {
  child.kill();
  setTimeout(() => child.kill('SIGKILL'), GRACE);
});
