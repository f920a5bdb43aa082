/** The changes that make the table equal to a policy file. */
import { folded } from '../../core/policy/edits/fold.ts';
import { groupNamedBy } from '../../core/policy/item.ts';
import { isGroupKey } from '../../core/policy/key.ts';
import type { Connection } from '../protected-api.ts';
import { conflict, requireVersion } from './conflict.ts';
import { content, fingerprint } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { assessChanges } from './assessment.ts';
import type { Desired, ChangeAssessment } from './assessment.ts';
import { scanItems } from './policy-table.ts';
import type { Progress } from '../progress.ts';

/** One change. `was` is the fingerprint of the item that was read: memory holds no more of the table. */
export interface PlannedChange {
  readonly key: string;
  readonly kind: 'create' | 'update' | 'delete';
  readonly was: string | undefined;
}

export interface Plan {
  readonly changes: readonly PlannedChange[];
  readonly desired: Desired;
  /** By the key of a group, the routes that name it, in the table or in the file. */
  readonly members: ReadonlyMap<string, ReadonlySet<string>>;
}

type Planning = Pick<Connection, 'dynamodb' | 'policyTable' | 'trust' | 'routes'>;

/**
 * Compares the table with the items of the file, page by page. With `prune`, items that the file lacks are deleted.
 * With `versions`, an item with a version must still have that version in the table.
 */
export async function planChanges(
  connection: Planning,
  file: ReadonlyMap<string, Item>,
  {
    prune,
    versions,
    now,
    onCompared,
  }: {
    readonly prune: boolean;
    readonly versions: boolean;
    /** Seconds since 1970. A change that is in force is written into its item. */
    readonly now: number;
    readonly onCompared?: Progress | undefined;
  },
): Promise<Plan> {
  const changes: PlannedChange[] = [];
  const members = new Map<string, Set<string>>();
  const missing = new Set(file.keys());
  let read = 0;
  for await (const page of scanItems(connection)) {
    for (const stored of page) {
      noteMember(members, stored.key, stored.fields);
      missing.delete(stored.key);
      const item = file.get(stored.key);
      const was = fingerprint(stored.fields);
      if (item === undefined) {
        if (prune) changes.push({ key: stored.key, kind: 'delete', was });
      } else if (fingerprint(folded(item, now)) !== heldBy(stored.fields, was, now)) {
        if (versions) requireVersion(stored.key, item, stored.fields);
        changes.push({ key: stored.key, kind: 'update', was });
      }
    }
    read += page.length;
    onCompared?.(read);
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
      return item === undefined ? undefined : folded(content(item), now);
    },
  };
  return { changes: inOrderOfKeys(changes), desired, members };
}

/** The fingerprint of what holds at `now`; `was` is that of the fields, which are all that holds of most items. */
function heldBy(fields: Item, was: string, now: number): string {
  const held = folded(fields, now);
  return held === fields ? was : fingerprint(held);
}

/** Changes that are assessed together. */
const CHUNK = 500;

/** Assesses the whole plan, some changes at a time. Stops after more than 1,000 mistakes. */
export async function assessPlan(
  connection: Planning,
  { changes, desired, members }: Plan,
  { now, onAssessed }: { readonly now: number; readonly onAssessed?: Progress | undefined },
): Promise<ChangeAssessment> {
  const errors: ChangeAssessment['errors'][number][] = [];
  const loosened = new Map<string, readonly string[]>();
  for (let start = 0; start < changes.length; start += CHUNK) {
    const keys = changes.slice(start, start + CHUNK).map(({ key }) => key);
    const routes = keys.filter(isGroupKey).flatMap((key) => [...(members.get(key) ?? [])]);
    for (let from = 0; from === 0 || from < routes.length; from += CHUNK) {
      const found = await assessChanges(
        connection,
        from === 0 ? keys : [],
        desired,
        routes.slice(from, from + CHUNK),
        now,
      );
      errors.push(...found.errors);
      for (const [key, parts] of found.loosened) loosened.set(key, parts);
    }
    if (errors.length > MOST_ERRORS) break;
    onAssessed?.(start + keys.length);
  }
  return { errors, loosened };
}

/** After so many mistakes, more of them help no reader. */
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
 * The changes in a safe order: if they are interrupted anywhere, no route is open that was closed before and would be
 * closed after. Changes that tighten come before changes that loosen. A group is written before its routes and deleted
 * after them. An item is deleted after the items that take its place are written.
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

/** The item that a change writes; undefined if it deletes one. */
export function goalOf({ desired }: Plan, { key, kind }: PlannedChange): Item | undefined {
  if (kind === 'delete') return undefined;
  const item = desired.get(key);
  if (item === undefined) throw new Error(`${key} is planned, and not in the file`);
  return item;
}
