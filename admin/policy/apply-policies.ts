/** Makes the policy table equal to the items of a file: compares, asks for consent, and makes the changes. */
import type { Connection } from '../protected-api.ts';
import type { Progress } from '../progress.ts';
import { Fault, foreseen } from '../use-case.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Facts } from '../refusals/refusal.ts';
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
  { items, prune, now, onCompared, onChanges }: Comparison & { readonly now: () => number },
): Promise<readonly PlannedChange[]> {
  const plan = await planChanges(connection, items, { prune, versions: false, now: now(), onCompared });
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
  readonly consent?: ((planned: PlannedApplication) => Promise<void>) | undefined;
  /** Does the writes: the signal ends them between two writes. */
  readonly guarded?: ((work: (interrupted: AbortSignal) => Promise<Outcome>) => Promise<Outcome>) | undefined;
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
  const started = now();
  const plan = await planChanges(connection, items, { prune, versions: true, now: started, onCompared });
  const assessment = await assessPlan(connection, plan, { now: started, onAssessed });
  if (onChanges !== undefined) await showChanges(connection, plan, onChanges);
  requireAcceptable(assessment, loosen);
  const { changes } = plan;
  const { loosened } = assessment;
  if (changes.length === 0) return { changes, loosened, done: [] };
  await request.consent?.({ changes, loosened });
  const outcome = await (request.guarded ?? unguarded)((interrupted) =>
    makeChanges(connection, plan, { loosened, writer, now, interrupted, onMade }),
  );
  const { done, failure } = outcome;
  if (failure !== undefined) throw partlyApplied({ changes, loosened }, outcome, failure);
  return { changes, loosened, done };
}

/** The refusal that says which changes are made; for a fault of ours a Fault, with the same facts. */
function partlyApplied(
  { changes, loosened }: PlannedApplication,
  { done, notDone, unknown }: Outcome,
  failure: Interruption,
): Error {
  const facts = { changes: changeFacts(changes, loosened), done, notDone, unknown };
  if (failure.kind === 'interrupted') return refused('interrupted', { ...facts, because: 'interrupted' });
  const unforeseen = failure.errors.filter((error) => foreseen(error) === undefined);
  const [refusal] = failure.errors.flatMap((error) => foreseen(error) ?? []);
  if (unforeseen.length > 0 || refusal === undefined) return new Fault(unforeseen[0], facts);
  return refused(refusal.message, { ...facts, because: refusal.code });
}

/** Nobody ends the writes. */
function unguarded(work: (interrupted: AbortSignal) => Promise<Outcome>): Promise<Outcome> {
  return work(new AbortController().signal);
}

interface PartlyMade extends Facts {
  readonly changes: readonly unknown[];
  readonly done: readonly string[];
  readonly notDone: readonly string[];
  readonly unknown: readonly string[];
  /** `interrupted`, or the code of the refusal that ended it. */
  readonly because: string;
}

function refused(reason: string, facts: PartlyMade): AdminRefusal {
  const lines = [
    ...facts.unknown.map((key) => `  unknown   ${key}`),
    ...facts.notDone.map((key) => `  not done  ${key}`),
  ];
  const count = `${facts.done.length} of ${facts.changes.length} changes are made; each item is either old or new`;
  const message = `${reason}\n${lines.join('\n')}\n${count}. Run it again to make the others.`;
  return new AdminRefusal('policy_partly_applied', message, facts);
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
