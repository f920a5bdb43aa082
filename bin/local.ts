/** `npm start`: runs the stack on this machine, with its console, and shows a step-up from start to end. */
import { join } from 'node:path';
import { announceRun } from '../admin/connection/run-file.ts';
import { createDecisions } from '../console/server/decisions.ts';
import { startConsole } from '../console/server/server.ts';
import { describeStack } from '../local/description.ts';
import { runLocally } from '../local/run/run.ts';

/** npm runs scripts in the folder of the package. */
const root = process.cwd();
const decisions = createDecisions();

try {
  process.exitCode = await runLocally(process.argv.slice(2), {
    root,
    onLog: decisions.note,
    startConsole: (stack, users) =>
      startConsole({
        stack,
        users,
        decisions,
        pageFolder: join(import.meta.dirname, '..', 'dist', 'console'),
      }),
    announce: (stack) => announceRun(root, describeStack(stack)),
  });
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
