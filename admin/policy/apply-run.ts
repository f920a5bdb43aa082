/** Makes the changes of a plan: one conditional write each, so that every item is either old or new at any moment. */
import type { Connection } from '../protected-api.ts';
import { goalOf, safeOrder } from './apply-plan.ts';
import type { Plan, PlannedChange } from './apply-plan.ts';
import { conflict } from './conflict.ts';
import { fingerprint, inOrder } from './item-fields.ts';
import type { ChangeAssessment } from './assessment.ts';
import { deleteItem, putItem, readItems } from './policy-table.ts';
import type { StoredItem } from './policy-table.ts';
import type { Progress } from '../progress.ts';
import { signed } from './signature.ts';

/** The result of a plan. `unknown`: the write was sent, and no answer came. */
export interface Outcome {
  readonly done: readonly string[];
  readonly notDone: readonly string[];
  readonly unknown: readonly string[];
  /** Why some changes are not made; undefined if all are. */
  readonly failure: Interruption | undefined;
}

/** The administrator has ended it, or changes failed with these errors. */
export type Interruption =
  { readonly kind: 'interrupted' } | { readonly kind: 'failed'; readonly errors: readonly unknown[] };

/** How many changes are made at the same time; their items are read again together before. */
const AT_ONCE = 8;

/** Makes the changes until all are made, one fails, or `interrupted` is aborted. Writes that have begun are finished. */
export async function makeChanges(
  connection: Connection,
  plan: Plan,
  how: {
    readonly loosened: ChangeAssessment['loosened'];
    readonly writer: string;
    readonly now: () => number;
    readonly interrupted: AbortSignal;
    readonly onMade?: Progress | undefined;
  },
): Promise<Outcome> {
  const done: string[] = [];
  const failed = new Map<string, unknown>();
  const ended = () => how.interrupted.aborted || failed.size > 0;
  for (const rank of safeOrder(plan, how.loosened)) {
    for (let start = 0; start < rank.length && !ended(); start += AT_ONCE) {
      const some = rank.slice(start, start + AT_ONCE);
      const now = await readItems(
        connection,
        some.map(({ key }) => key),
      ).catch((error: unknown) => {
        for (const { key } of some) failed.set(key, error);
      });
      if (now === undefined) break;
      await Promise.all(
        some.map(async (change) => {
          try {
            await make(connection, plan, change, {
              before: now.get(change.key),
              writer: how.writer,
              now: how.now(),
            });
            done.push(change.key);
          } catch (error) {
            failed.set(change.key, error);
          }
        }),
      );
      how.onMade?.(done.length);
    }
  }
  return outcomeOf(connection, plan, done, failed);
}

async function make(
  connection: Connection,
  plan: Plan,
  change: PlannedChange,
  { before, writer, now }: { before: StoredItem | undefined; writer: string; now: number },
): Promise<void> {
  const { key, was } = change;
  if ((before === undefined ? undefined : fingerprint(before.fields)) !== was)
    throw conflict(key, before?.fields);
  const goal = goalOf(plan, change);
  if (goal !== undefined) await putItem(connection, inOrder(signed(goal, before, now, writer)), before);
  else if (before !== undefined) await deleteItem(connection, before);
}

/** Reads the items of failed changes once more: a write may have succeeded although its answer was lost. */
async function outcomeOf(
  connection: Connection,
  plan: Plan,
  done: readonly string[],
  failed: ReadonlyMap<string, unknown>,
): Promise<Outcome> {
  const now = await readItems(connection, [...failed.keys()]).catch(() => undefined);
  const isDone = ({ key, kind }: PlannedChange) => {
    const item = now?.get(key);
    const goal = kind === 'delete' ? undefined : plan.desired.get(key);
    return goal === undefined
      ? item === undefined
      : item !== undefined && fingerprint(item.fields) === fingerprint(goal);
  };
  const doubtful = plan.changes.filter(({ key }) => failed.has(key));
  const all = new Set([...done, ...(now === undefined ? [] : doubtful.filter(isDone).map(({ key }) => key))]);
  const unknown = now === undefined ? doubtful.map(({ key }) => key) : [];
  const notDone = plan.changes.map(({ key }) => key).filter((key) => !all.has(key) && !unknown.includes(key));
  const complete = notDone.length === 0 && unknown.length === 0;
  const why: Interruption =
    failed.size === 0 ? { kind: 'interrupted' } : { kind: 'failed', errors: [...failed.values()] };
  return { done: [...all], notDone, unknown, failure: complete ? undefined : why };
}
