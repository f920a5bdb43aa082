/** `policy apply`: makes the table equal to a file. */
import type { Command } from 'commander';
import { loosenedLines } from '../admin/policy/acceptance.ts';
import { changeFacts } from '../admin/policy/apply-policies.ts';
import type { AppliedPolicies, PlannedApplication, ShownChange } from '../admin/policy/apply-policies.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import type { Connection } from '../admin/protected-api.ts';
import { AdminRefusal } from '../admin/refusals/refusal.ts';
import { valueOf } from '../admin/use-case.ts';
import { readPolicyFile } from './policy-input.ts';
import { addWriteOptions } from './policy-put.ts';
import { globalOptions } from './program.ts';
import { progress } from './progress.ts';
import type { Runtime } from './runtime.ts';
import { writerOf } from './writer.ts';

interface ApplyOptions {
  readonly yes: boolean;
  readonly prune: boolean;
  readonly loosen: boolean;
  readonly by?: string;
}

export function addApplyCommand(policy: Command, runtime: Runtime): void {
  const apply = policy
    .command('apply')
    .argument('<file>', 'YAML or JSON: a list of items, or a map from route to fields; - for standard input')
    .description(
      'show the difference between the table and a file, ask, and make the table equal to the file',
    )
    .option('--yes', 'do not ask: for pipelines', false)
    .option('--prune', 'delete the items that the file does not have', false);
  addWriteOptions(apply).action(async (file: string, options: ApplyOptions, command: Command) => {
    const { json = false } = globalOptions(command);
    const items = await readPolicyFile(runtime, file);
    const connection = await runtime.connect(globalOptions(command));
    const applied = await runtime.admin.applyPolicies(connection, {
      ...{ items, prune: options.prune, loosen: options.loosen },
      writer: writerOf(runtime, options.by),
      now: runtime.now,
      onCompared: progress(runtime, 'items compared'),
      onAssessed: progress(runtime, 'changes checked'),
      onMade: progress(runtime, 'changes made'),
      onChanges: json ? undefined : printChanges(runtime),
      consent: (planned) => requireConsent(runtime, connection, planned, options.yes),
      guarded: runtime.guarded,
    });
    tell(runtime, json, valueOf(applied));
  });
}

/** Prints the difference of each change. */
export function printChanges(runtime: Runtime): (changes: readonly ShownChange[]) => void {
  return (changes) => {
    for (const { key, before, after } of changes) {
      for (const { line } of differenceOf(key, before, after)) runtime.print(line);
    }
  };
}

async function requireConsent(
  runtime: Runtime,
  { description }: Connection,
  { changes, loosened }: PlannedApplication,
  yes: boolean,
): Promise<void> {
  for (const line of loosenedLines(loosened)) runtime.inform(`loosened:${line}`);
  if (yes) return;
  const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  if (await runtime.confirm(`Make ${count} in ${description}?`)) return;
  throw new AdminRefusal(
    'not_confirmed',
    `nothing was changed: there was no yes to ${count}. In a pipeline, say --yes`,
    { changes: changes.length },
  );
}

function tell(runtime: Runtime, json: boolean, { changes, loosened, done }: AppliedPolicies): void {
  if (json) runtime.print(JSON.stringify({ changes: changeFacts(changes, loosened), done }));
  else if (changes.length === 0) runtime.print('Nothing to change.');
  else runtime.print(`Done: ${done.length} of ${changes.length}.`);
}
