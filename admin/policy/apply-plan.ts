/** What has to be done for the table to hold what a file says. */
import { groupNamedBy, isGroupKey } from '../../core/policy/item.ts';
import { CommandError } from '../command.ts';
import type { Connection, Runtime } from '../command.ts';
import { conflict, requireVersion } from './conflict.ts';
import { content, fingerprint } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { assessChanges } from './assessment.ts';
import type { Desired, ChangeAssessment } from './assessment.ts';
import { scanItems } from './policy-table.ts';
import { progress } from '../progress.ts';

/** One change. `was` is the fingerprint of the item that was read; of the whole table no more is kept. */
export interface PlannedChange {
  readonly key: string;
  readonly kind: 'create' | 'update' | 'delete';
  readonly was: string | undefined;
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  readonly desired: Desired;
  /** By the key of a group, the routes that name it, before or after. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

type Planning = Pick<Connection, 'dynamodb' | 'policyTable' | 'trust' | 'routes'>;

/**
 * Compares the table with the items of the file, page by page. With `prune`, what the file lacks is to go;
 * with `versions`, an item that carries one must still have that one.
 */
export async function planChanges(
  runtime: Runtime,
  connection: Planning,
  file: ReadonlyMap<string, Item>,
  { prune, versions }: { readonly prune: boolean; readonly versions: boolean },
): Promise<Plan> {
  const changes: PlannedChange[] = [];
  const members = new Map<string, Set<string>>();
  const missing = new Set(file.keys());
  const report = progress(runtime, 'items compared');
  let read = 0;
  for await (const page of scanItems(connection)) {
    for (const stored of page) {
      noteMember(members, stored.key, stored.fields);
      missing.delete(stored.key);
      const item = file.get(stored.key);
      const was = fingerprint(stored.fields);
      if (item === undefined) {
        if (prune) changes.push({ key: stored.key, kind: 'delete', was });
      } else if (fingerprint(item) !== was) {
        if (versions) requireVersion(stored.key, item, stored.fields);
        changes.push({ key: stored.key, kind: 'update', was });
      }
    }
    read += page.length;
    report(read);
  }
  for (const key of missing) {
    if (versions && file.get(key)?.version !== undefined) throw conflict(key, undefined);
    changes.push({ key, kind: 'create', was: undefined });
  }
  for (const [key, item] of file) noteMember(members, key, item);
  const desired: Desired = {
    has: (key) => prune || file.has(key),
    get: (key) => {
      const item = file.get(key);
      return item === undefined ? undefined : content(item);
    },
  };
  return { changes: inOrderOfKeys(changes), desired, members };
}

/** Changes that are judged together. */
const CHUNK = 500;

/** Judges all of the plan, some changes at a time. Throws a CommandError when there is a mistake in too many. */
export async function assessPlan(
  runtime: Runtime,
  connection: Planning,
  { changes, desired, members }: Plan,
): Promise<ChangeAssessment> {
  const errors: ChangeAssessment['errors'][number][] = [];
  const loosened = new Map<string, readonly string[]>();
  const report = progress(runtime, 'changes judged');
  for (let start = 0; start < changes.length; start += CHUNK) {
    const keys = changes.slice(start, start + CHUNK).map(({ key }) => key);
    const routes = keys.filter(isGroupKey).flatMap((key) => [...(members.get(key) ?? [])]);
    for (let from = 0; from === 0 || from < routes.length; from += CHUNK) {
      const found = await assessChanges(
        connection,
        from === 0 ? keys : [],
        desired,
        routes.slice(from, from + CHUNK),
        runtime.now(),
      );
      errors.push(...found.errors);
      for (const [key, parts] of found.loosened) loosened.set(key, parts);
    }
    if (errors.length > MOST_ERRORS) break;
    report(start + keys.length);
  }
  return { errors, loosened };
}

/** Whoever has so many mistakes reads no further. */
const MOST_ERRORS = 1_000;

function noteMember(members: Map<string, Set<string>>, key: string, item: Item): void {
  const group = groupNamedBy(item);
  if (group === undefined || isGroupKey(key)) return;
  const known = members.get(group);
  if (known === undefined) members.set(group, new Set([key]));
  else known.add(key);
}

function inOrderOfKeys(changes: readonly PlannedChange[]): PlannedChange[] {
  return changes.toSorted((a, b) => (a.key < b.key ? -1 : 1));
}

/**
 * In the order in which they are safe: interrupted anywhere, nothing is open that was not open before, or would not
 * be after. What tightens comes before what loosens; groups before the routes that lean on them, and go after them;
 * what is deleted goes when what takes its place is there.
 */
export function safeOrder(
  { changes }: Plan,
  loosened: ChangeAssessment['loosened'],
): readonly (readonly PlannedChange[])[] {
  const ranks: PlannedChange[][] = Array.from({ length: 8 }, () => []);
  for (const change of changes) {
    const late = loosened.has(change.key) ? 4 : 0;
    const group = isGroupKey(change.key);
    const within = change.kind === 'delete' ? (group ? 3 : 2) : group ? 0 : 1;
    ranks[late + within]?.push(change);
  }
  return ranks.filter((rank) => rank.length > 0);
}

/** The item that a change leads to; none for one that deletes. */
export function goalOf({ desired }: Plan, { key, kind }: PlannedChange): Item | undefined {
  if (kind === 'delete') return undefined;
  const item = desired.get(key);
  if (item === undefined) throw new CommandError(`${key} is not in the file`);
  return item;
}
