/**
 * Runs a program for as long as the process that started this one lives, however that process ends: its end closes
 * our standard input, even after a SIGKILL. Usage: `node guard.ts COMMAND ARGUMENT…`
 */
import { spawn } from 'node:child_process';

/** A program that has not ended so long after SIGTERM is killed; in milliseconds. */
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
