/** `policy apply`: makes the table equal to a file. */
import type { Command } from 'commander';
import { goalOf, assessPlan, planChanges } from '../admin/policy/apply-plan.ts';
import type { Plan } from '../admin/policy/apply-plan.ts';
import { makeChanges } from '../admin/policy/apply-run.ts';
import type { Outcome } from '../admin/policy/apply-run.ts';
import { CommandError, EXIT } from '../admin/command.ts';
import type { Connection, Runtime } from '../admin/command.ts';
import { differenceOf } from '../admin/policy/difference.ts';
import type { ChangeAssessment } from '../admin/policy/assessment.ts';
import { readPolicyFile } from '../admin/files/policy-file.ts';
import { addWriteOptions } from './policy-put.ts';
import { readItems } from '../admin/policy/policy-table.ts';
import { globalOptions } from './program.ts';
import { loosenedLines, requireAcceptable } from '../admin/policy/refusals.ts';
import { writerOf } from '../admin/policy/writer.ts';

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
    const plan = await planChanges(runtime, connection, items, {
      prune: options.prune,
      versions: true,
    });
    const assessment = await assessPlan(runtime, connection, plan);
    if (!json) await printDifferences(runtime, connection, plan);
    requireAcceptable(assessment, options.loosen);
    if (plan.changes.length === 0) {
      tell(runtime, json, { plan, assessment, outcome: NOTHING });
      return;
    }
    for (const line of loosenedLines(assessment.loosened)) runtime.inform(`loosened:${line}`);
    await requireConsent(runtime, connection, plan, options.yes);
    const writer = writerOf(runtime, options.by);
    const outcome = await runtime.guarded((interrupted) =>
      makeChanges(runtime, connection, plan, { loosened: assessment.loosened, writer, interrupted }),
    );
    tell(runtime, json, { plan, assessment, outcome });
  });
}

const NOTHING: Outcome = { done: [], notDone: [], unknown: [], failure: undefined };

/** Items that are read together to show their differences. */
const CHUNK = 500;

/** Prints some differences at a time: memory never holds the whole table. */
export async function printDifferences(runtime: Runtime, connection: Connection, plan: Plan): Promise<void> {
  for (let start = 0; start < plan.changes.length; start += CHUNK) {
    const some = plan.changes.slice(start, start + CHUNK);
    const before = await readItems(
      connection,
      some.map(({ key }) => key),
    );
    for (const change of some) {
      const lines = differenceOf(change.key, before.get(change.key)?.fields, goalOf(plan, change));
      for (const line of lines) runtime.print(line);
    }
  }
}

async function requireConsent(
  runtime: Runtime,
  { description }: Connection,
  { changes }: Plan,
  yes: boolean,
): Promise<void> {
  if (yes) return;
  const count = `${changes.length} ${changes.length === 1 ? 'change' : 'changes'}`;
  if (await runtime.confirm(`Make ${count} in ${description}?`)) return;
  throw new CommandError(
    `nothing was changed: there was no yes to ${count}. In a pipeline, say --yes`,
    EXIT.no,
  );
}

interface Result {
  readonly plan: Plan;
  readonly assessment: ChangeAssessment;
  readonly outcome: Outcome;
}

function tell(runtime: Runtime, json: boolean, { plan, assessment, outcome }: Result): void {
  const { done, notDone, unknown, failure } = outcome;
  if (failure !== undefined) runtime.exit(EXIT.failure);
  if (json) {
    const changes = plan.changes.map(({ key, kind }) => ({
      route: key,
      change: kind,
      loosens: assessment.loosened.get(key) ?? [],
    }));
    runtime.print(
      JSON.stringify({
        changes,
        done,
        notDone,
        unknown,
        ...(failure === undefined ? {} : { error: failure }),
      }),
    );
    return;
  }
  if (failure === undefined) {
    runtime.print(
      plan.changes.length === 0 ? 'Nothing to change.' : `Done: ${done.length} of ${plan.changes.length}.`,
    );
    return;
  }
  runtime.inform(`error: ${failure}`);
  for (const key of done) runtime.inform(`done      ${key}`);
  for (const key of notDone) runtime.inform(`not done  ${key}`);
  for (const key of unknown) runtime.inform(`unknown   ${key}`);
  runtime.inform(
    `${done.length} of ${plan.changes.length} changes are made; each item is either old or new. Run it again to make the others.`,
  );
}
