/** `policy diff`: shows how the table differs from a file. */
import type { Command } from 'commander';
import { planChanges } from '../admin/policy/apply-plan.ts';
import { EXIT } from '../admin/command.ts';
import type { Runtime } from '../admin/command.ts';
import { printDifferences } from './policy-apply.ts';
import { readPolicyFile } from '../admin/files/policy-file.ts';
import { globalOptions } from './program.ts';

export function addDiffCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('diff')
    .argument('<file>', 'as for apply; - for standard input')
    .description('what "apply --prune" would change; exit code 0 when they are equal, 2 when they differ')
    .option('--no-prune', 'leave out the items that the file does not have')
    .action(async (file: string, { prune }: { prune: boolean }, command: Command) => {
      const { json = false } = globalOptions(command);
      const items = await readPolicyFile(runtime, file);
      const connection = await runtime.connect(globalOptions(command));
      const plan = await planChanges(runtime, connection, items, { prune, versions: false });
      const changes = plan.changes.map(({ key, kind }) => ({ route: key, change: kind }));
      if (json) runtime.print(JSON.stringify({ equal: changes.length === 0, changes }));
      else await printDifferences(runtime, connection, plan);
      if (changes.length > 0) runtime.exit(EXIT.no);
    });
}
