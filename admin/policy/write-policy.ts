/** Writes one policy item: puts it, deletes it, or restores it from the record of changes. */
import { isGroupKey } from '../../core/policy/key.ts';
import { folded } from '../../core/policy/edits/fold.ts';
import type { Connection } from '../protected-api.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import { assessChanges, membersOf } from './assessment.ts';
import type { ChangeAssessment } from './assessment.ts';
import { requireStamp, requireVersion } from './conflict.ts';
import { content, fingerprint, inOrder } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { newestEntries } from './policy-history.ts';
import type { AuditEntry } from './audit-record.ts';
import { deleteItem, putItem, readItems } from './policy-table.ts';
import type { StoredItem } from './policy-table.ts';
import { existing } from './read-policy.ts';
import { requireAcceptable } from './acceptance.ts';
import { routeKey } from './route-key.ts';
import { signed } from './signature.ts';

/** How an item is written. */
export interface Write {
  readonly route: string;
  /** Whether the change may let requests through that were refused before. */
  readonly loosen: boolean;
  /** The name of the writer, for the item and for the record. */
  readonly writer: string;
  /** Seconds since 1970. */
  readonly now: number;
  /** The item must still have this stamp (`stampOf`); without it, it is compared from this call on. */
  readonly stamp?: string | undefined;
}

/** A write that was made, or had nothing to change. */
export interface WrittenPolicy {
  readonly route: string;
  readonly changed: boolean;
  /** The item before; undefined where there was none. */
  readonly before: Item | undefined;
  /** The item now; undefined where there is none. */
  readonly item: Item | undefined;
  /** What the change loosens, by key. */
  readonly loosened: ChangeAssessment['loosened'];
}

/**
 * Puts an item as a whole or, with `keep`, replaces only the fields that are given. Refuses: `route_malformed`,
 * `policy_invalid`, `policy_loosens`, `policy_conflict`, and `policy_file_invalid` for a `version` that is no number.
 */
export async function putPolicy(
  connection: Connection,
  { fields, keep = false, ...write }: Write & { readonly fields: Item; readonly keep?: boolean },
): Promise<WrittenPolicy> {
  const key = routeKey(write.route);
  const before = (await readItems(connection, [key])).get(key);
  const given = { ...fields, route: key };
  requireVersion(key, given, before?.fields);
  const after = content(keep && before !== undefined ? kept(folded(before.fields, write.now), given) : given);
  return change(connection, { ...write, route: key }, before, after);
}

/** Deletes an item: the next one that matches then counts, or the route is closed. Refuses as `putPolicy`, and `no_such_item`. */
export async function deletePolicy(connection: Connection, write: Write): Promise<WrittenPolicy> {
  const key = routeKey(write.route);
  const before = (await readItems(connection, [key])).get(key);
  requireStamp(key, write.stamp, before?.fields);
  return change(connection, { ...write, route: key }, existing(connection, key, before), undefined);
}

/**
 * Restores an item as it was before its last `changes`. Refuses as `putPolicy`, and `no_such_item`, `no_record`,
 * `record_too_short`, `record_incomplete`.
 */
export async function rollbackPolicy(
  connection: Connection,
  { changes, ...write }: Write & { readonly changes: number },
): Promise<WrittenPolicy> {
  const key = routeKey(write.route);
  const entries = await newestEntries(connection, key, changes);
  const oldest = entries.at(-1);
  if (oldest === undefined || entries.length < changes) {
    const message = `the record has ${entries.length} changes of ${key}, and not ${changes}`;
    throw new AdminRefusal('record_too_short', message, { route: key, recorded: entries.length });
  }
  if (oldest.omitted.includes('before')) {
    throw new AdminRefusal(
      'record_incomplete',
      `${key} was too large for the record before ${oldest.at}: take it from a backup of the table`,
      { route: key, at: oldest.at },
    );
  }
  const before = (await readItems(connection, [key])).get(key);
  requireWholeRecord(key, entries[0], before);
  const after = oldest.before === undefined ? undefined : content({ ...oldest.before, route: key });
  if (before === undefined && after === undefined) {
    throw new AdminRefusal('no_such_item', `there was no item ${key} before, and there is none now`, {
      route: key,
    });
  }
  return change(connection, { ...write, route: key }, before, after);
}

/** Given fields replace those of the item. The fields of `grant` are replaced one by one: a new ttl keeps `use: once`. */
function kept(fields: Item, given: Item): Item {
  const grants = [fields.grant, given.grant];
  const both = grants.every((grant) => typeof grant === 'object' && grant !== null && !Array.isArray(grant));
  return { ...fields, ...given, ...(both ? { grant: Object.assign({}, ...grants) } : {}) };
}

async function change(
  connection: Connection,
  { route, loosen, writer, now, stamp }: Write,
  before: StoredItem | undefined,
  goal: Item | undefined,
): Promise<WrittenPolicy> {
  const after = goal === undefined ? undefined : folded(goal, now);
  requireStamp(route, stamp, before?.fields);
  const was = before === undefined ? undefined : inOrder(before.fields);
  if (before !== undefined && after !== undefined && sameContent(folded(before.fields, now), after)) {
    return { route, changed: false, before: was, item: was, loosened: new Map() };
  }
  const desired = { has: (key: string) => key === route, get: () => after };
  const members = isGroupKey(route) ? await membersOf(connection, [route]) : [];
  const assessment = await assessChanges(connection, [route], desired, members, now);
  requireAcceptable(assessment, loosen);
  const { loosened } = assessment;
  if (after === undefined) {
    if (before !== undefined) await deleteItem(connection, before);
    return { route, changed: true, before: was, item: undefined, loosened };
  }
  const item = inOrder(signed(after, before, now, writer));
  await putItem(connection, item, before);
  return { route, changed: true, before: was, item, loosened };
}

function sameContent(a: Item, b: Item): boolean {
  return fingerprint(a) === fingerprint(b);
}

/** The record is seconds behind the table: a change that is not in it yet would be undone too, without being shown. */
function requireWholeRecord(key: string, last: AuditEntry | undefined, now: StoredItem | undefined): void {
  if (last === undefined || last.omitted.includes('after')) return;
  const same =
    last.after === undefined || now === undefined
      ? last.after === now
      : fingerprint(last.after) === fingerprint(now.fields) && last.after.version === now.fields.version;
  if (same) return;
  throw new AdminRefusal(
    'record_incomplete',
    `the last change of ${key} is not in the record yet: nothing was changed. Look at "policy history", and try again`,
    { route: key },
  );
}
