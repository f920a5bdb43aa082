/** `policy diff`: shows how the table differs from a file. */
import type { Command } from 'commander';
import { EXIT } from '../admin/refusals/codes.ts';
import { valueOf } from '../admin/use-case.ts';
import { printChanges } from './policy-apply.ts';
import { readPolicyFile } from './policy-input.ts';
import { globalOptions } from './program.ts';
import { progress } from './progress.ts';
import type { Runtime } from './runtime.ts';

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
      const planned = await runtime.admin.comparePolicies(connection, {
        now: runtime.now,
        ...{ items, prune },
        onCompared: progress(runtime, 'items compared'),
        onChanges: json ? undefined : printChanges(runtime),
      });
      const changes = valueOf(planned).map(({ key, kind }) => ({ route: key, change: kind }));
      if (json) runtime.print(JSON.stringify({ equal: changes.length === 0, changes }));
      if (changes.length > 0) runtime.exit(EXIT.no);
    });
}
