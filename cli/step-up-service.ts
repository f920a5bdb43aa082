/**
 * The CLI for a program that runs many commands, such as the console: loaded once, it runs each command line that its
 * parent process sends, and ends with its parent.
 */
import * as v from 'valibot';
import { ALL_COMMANDS } from './all-commands.ts';
import { capturedRuntime, sharedConnection } from './captured-runtime.ts';
import { runProgram } from './program.ts';

const question = v.object({ id: v.number(), args: v.array(v.string()), input: v.string() });

const connect = sharedConnection(process.cwd());

process.on('message', (message) => {
  const { id, args, input } = v.parse(question, message);
  const { runtime, answer } = capturedRuntime(connect, input);
  void runProgram(args, runtime, ALL_COMMANDS).then(() => process.send?.({ id, ...answer() }));
});
process.on('disconnect', () => process.exit());
