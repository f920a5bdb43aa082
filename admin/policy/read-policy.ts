/** Reads policy items, as administrators see them. */
import { isGroupKey, partsOf } from '../../core/policy/key.ts';
import type { Connection } from '../protected-api.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Progress } from '../progress.ts';
import { inOrder } from './item-fields.ts';
import type { Item } from './item-fields.ts';
import { readItems, scanItems } from './policy-table.ts';
import type { StoredItem } from './policy-table.ts';
import { routeKey } from './route-key.ts';

export interface ListRequest<Selected> {
  readonly select: (item: Item) => Selected;
  readonly onProgress?: Progress | undefined;
}

/**
 * Every item, groups first, then by path. `select` makes of each item what is kept, so that a caller who needs a line
 * of text holds no more of a large table. Refuses what the table refuses (`unreachable`, `aws_refused`).
 */
export async function listPolicies<Selected>(
  connection: Connection,
  { select, onProgress }: ListRequest<Selected>,
): Promise<readonly Selected[]> {
  const found: (readonly [order: string, selected: Selected])[] = [];
  for await (const page of scanItems(connection)) {
    for (const { key, fields } of page) found.push([orderOf(key), select(inOrder(fields))]);
    onProgress?.(found.length);
  }
  return found.toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, selected]) => selected);
}

/** The item of a route or group. Refuses: `route_malformed`, `no_such_item`. */
export async function getPolicy(
  connection: Connection,
  { route }: { readonly route: string },
): Promise<Item> {
  const key = routeKey(route);
  const item = (await readItems(connection, [key])).get(key);
  return inOrder(existing(connection, key, item).fields);
}

/** The item that was read for this key. Refuses: `no_such_item`. */
export function existing(connection: Connection, key: string, item: StoredItem | undefined): StoredItem {
  if (item !== undefined) return item;
  throw new AdminRefusal('no_such_item', `there is no item ${key} in ${connection.description}`, {
    route: key,
  });
}

function orderOf(key: string): string {
  const [method, template] = partsOf(key);
  return isGroupKey(key) ? `0 ${key}` : `1 ${template} ${method}`;
}
