/** Reviews a change of one item before it is made: what it changes, what is wrong with it, what it loosens. */
import { folded } from '../../core/policy/edits/fold.ts';
import { isGroupKey } from '../../core/policy/key.ts';
import { lint } from '../lint/lint.ts';
import type { Finding } from '../lint/lint.ts';
import { reachableAcr } from '../lint/reachable-acr.ts';
import type { Connection } from '../protected-api.ts';
import { assessChanges, membersOf } from './assessment.ts';
import type { ChangeAssessment } from './assessment.ts';
import { requireVersion } from './conflict.ts';
import { content, inOrder, stampOf } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { scanItems } from './policy-table.ts';
import { routeKey } from './route-key.ts';

export interface PolicyReview {
  readonly route: string;
  /** Identifies the item that was compared: a write that names it is refused where the item has changed. */
  readonly stamp: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Mistakes that keep the change from being made. */
  readonly errors: ChangeAssessment['errors'];
  /** What the change loosens, by key. */
  readonly loosened: ChangeAssessment['loosened'];
  /** What lint finds in the whole table after the change. */
  readonly findings: readonly Finding[];
}

/**
 * Reviews the change of an item to `fields`; undefined: its removal. Nothing is written. `now` in seconds since 1970.
 * Refuses: `route_malformed`, and a
 * `version` in the fields as `putPolicy` does.
 */
export async function reviewPolicy(
  connection: Connection,
  { route, fields, now }: { readonly route: string; readonly fields: Item | undefined; readonly now: number },
): Promise<PolicyReview> {
  const key = routeKey(route);
  const after = fields === undefined ? undefined : folded(content({ ...fields, route: key }), now);
  const [items, announced] = await Promise.all([
    allItems(connection),
    reachableAcr(connection.trust.issuers),
  ]);
  const before = items.get(key);
  if (fields !== undefined) requireVersion(key, fields, before);
  const desired = { has: (one: string) => one === key, get: () => after };
  const members = isGroupKey(key) ? await membersOf(connection, [key]) : [];
  const { errors, loosened } = await assessChanges(connection, [key], desired, members, now);
  if (after === undefined) items.delete(key);
  else items.set(key, after);
  const { trust, routes } = connection;
  return {
    route: key,
    stamp: stampOf(before),
    before: before === undefined ? undefined : inOrder(before),
    after: after === undefined ? undefined : inOrder(after),
    errors,
    loosened,
    findings: lint({ items: [...items.values()], trust, routes, reachableAcr: announced, now }),
  };
}

async function allItems(connection: Connection): Promise<Map<string, Item>> {
  const items = new Map<string, Item>();
  for await (const page of scanItems(connection)) {
    for (const { key, fields } of page) items.set(key, fields);
  }
  return items;
}
