/** Makes the policy table equal to the items of a file: compares, asks for consent, and makes the changes. */
import type { Connection } from '../protected-api.ts';
import type { Progress } from '../progress.ts';
import { messageOf } from '../../core/error-text.ts';
import { foreseen } from '../use-case.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import { requireAcceptable } from './acceptance.ts';
import { assessPlan, goalOf, planChanges } from './apply-plan.ts';
import type { Plan, PlannedChange } from './apply-plan.ts';
import { makeChanges } from './apply-run.ts';
import type { Interruption, Outcome } from './apply-run.ts';
import type { ChangeAssessment } from './assessment.ts';
import type { Item } from './item-fields.ts';
import { readItems } from './policy-table.ts';

/** One change of the table, with the item before it and after it. */
export interface ShownChange extends PlannedChange {
  readonly before: Item | undefined;
  readonly after: Item | undefined;
}

export interface Comparison {
  /** The items by key, as the table is to hold them. */
  readonly items: ReadonlyMap<string, Item>;
  /** Whether items that are not named are to go. */
  readonly prune: boolean;
  readonly onCompared?: Progress | undefined;
  /** Hears of the changes, some at a time: memory never holds the whole table. */
  readonly onChanges?: ((changes: readonly ShownChange[]) => void) | undefined;
}

/** How the table differs from the items, in the order of keys. */
export async function comparePolicies(
  connection: Connection,
  { items, prune, onCompared, onChanges }: Comparison,
): Promise<readonly PlannedChange[]> {
  const plan = await planChanges(connection, items, { prune, versions: false, onCompared });
  if (onChanges !== undefined) await showChanges(connection, plan, onChanges);
  return plan.changes;
}

export interface Application extends Comparison {
  readonly loosen: boolean;
  readonly writer: string;
  /** Seconds since 1970. */
  readonly now: () => number;
  readonly onAssessed?: Progress | undefined;
  readonly onMade?: Progress | undefined;
  /** Asked before the first write. May throw an AdminRefusal that says why not. */
  readonly consent: (planned: PlannedApplication) => Promise<void>;
  /** Does the writes: the signal ends them between two writes. */
  readonly guarded: (work: (interrupted: AbortSignal) => Promise<Outcome>) => Promise<Outcome>;
}

export interface PlannedApplication {
  readonly changes: readonly PlannedChange[];
  readonly loosened: ChangeAssessment['loosened'];
}

export interface AppliedPolicies extends PlannedApplication {
  /** The keys whose changes are made. */
  readonly done: readonly string[];
}

/**
 * Makes the table equal to the items. Refuses before any write: `policy_invalid`, `policy_loosens`, `policy_conflict` (an
 * item with a version has another one in the table). After it: `policy_partly_applied`, whose facts say which changes are
 * made.
 */
export async function applyPolicies(connection: Connection, request: Application): Promise<AppliedPolicies> {
  const { items, prune, onCompared, onChanges, onAssessed, onMade, loosen, writer, now } = request;
  const plan = await planChanges(connection, items, { prune, versions: true, onCompared });
  const assessment = await assessPlan(connection, plan, { now: now(), onAssessed });
  if (onChanges !== undefined) await showChanges(connection, plan, onChanges);
  requireAcceptable(assessment, loosen);
  const { changes } = plan;
  const { loosened } = assessment;
  if (changes.length === 0) return { changes, loosened, done: [] };
  await request.consent({ changes, loosened });
  const outcome = await request.guarded((interrupted) =>
    makeChanges(connection, plan, { loosened, writer, now, interrupted, onMade }),
  );
  const { failure } = outcome;
  if (failure?.kind === 'failed' && foreseen(failure.error) === undefined) throw failure.error;
  if (failure !== undefined) throw partlyApplied({ changes, loosened }, outcome, reasonOf(failure));
  return { changes, loosened, done: outcome.done };
}

function partlyApplied(
  { changes, loosened }: PlannedApplication,
  outcome: Outcome,
  reason: string,
): AdminRefusal {
  const { done, notDone, unknown } = outcome;
  const lines = [
    ...unknown.map((key) => `  unknown   ${key}`),
    ...notDone.map((key) => `  not done  ${key}`),
  ];
  const count = `${done.length} of ${changes.length} changes are made; each item is either old or new`;
  return new AdminRefusal(
    'policy_partly_applied',
    `${reason}\n${lines.join('\n')}\n${count}. Run it again to make the others.`,
    { reason, changes: changeFacts(changes, loosened), done, notDone, unknown },
  );
}

function reasonOf(failure: Interruption): string {
  return failure.kind === 'interrupted' ? 'interrupted' : messageOf(failure.error);
}

/** The changes for programs: what is done to which item, and what that loosens. */
export function changeFacts(changes: readonly PlannedChange[], loosened: PlannedApplication['loosened']) {
  return changes.map(({ key, kind }) => ({ route: key, change: kind, loosens: loosened.get(key) ?? [] }));
}

/** Items that are read together to show their changes. */
const CHUNK = 500;

async function showChanges(
  connection: Connection,
  plan: Plan,
  show: (changes: readonly ShownChange[]) => void,
): Promise<void> {
  for (let start = 0; start < plan.changes.length; start += CHUNK) {
    const some = plan.changes.slice(start, start + CHUNK);
    const before = await readItems(
      connection,
      some.map(({ key }) => key),
    );
    show(
      some.map((change) => ({
        ...change,
        before: before.get(change.key)?.fields,
        after: goalOf(plan, change),
      })),
    );
  }
}
