/** Reads and writes the risk item of a user. */
import * as v from 'valibot';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { deleteItem, getItem, updateItem } from '../../adapters/dynamodb/items.ts';
import type { ItemKey } from '../../adapters/dynamodb/items.ts';
import { riskItem } from '../../adapters/stores/risk-store.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { AdminRefusal } from '../refusal.ts';
import type { Connection } from '../protected-api.ts';
import type { NamedUser } from './named-user.ts';
import { askTable } from './user-table.ts';

/** The fields that the functions read. Times in seconds since 1970. */
export type RiskItem = v.InferOutput<typeof riskItem>;

/** The item of a user, or undefined. Throws an AdminRefusal for an item that the functions cannot read. */
export async function readRisk(connection: Connection, user: NamedUser): Promise<RiskItem | undefined> {
  const item = await asked(connection, user, (key) => getItem(connection.dynamodb, key));
  if (item === undefined) return undefined;
  const parsed = v.safeParse(riskItem, plainItem(item));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'the item';
  throw new AdminRefusal(
    'risk_unreadable',
    `the risk item of ${user.subject} is not of the documented form (${field}: ${issue.message}): routes that read it answer 503. ` +
      'Write it again with "risk set", or take it away with "risk clear".',
  );
}

/**
 * Sets these fields and leaves the others, some of which may be the risk engine's own. If the item has expired by `now`
 * (seconds since 1970), its other fields are removed: otherwise the new fields would have expired too. A revocation does
 * not end with what was there before it.
 */
export async function writeRisk(
  connection: Connection,
  user: NamedUser,
  fields: Readonly<Record<string, unknown>>,
  now: number,
): Promise<void> {
  // With an item that the functions cannot read, every route that asks for step-up answers 503 to the user.
  v.assert(riskItem, fields);
  const others = Object.keys(riskItem.entries).filter((name) => !Object.hasOwn(fields, name));
  const gone = 'revokedBefore' in fields ? ['expiresAt'] : [];
  const live = { attribute: 'expiresAt', above: now };
  await asked(connection, user, async (key) => {
    const isLive = await updateItem(connection.dynamodb, key, { set: fields, remove: gone, onlyIf: live });
    if (!isLive) await updateItem(connection.dynamodb, key, { set: fields, remove: others });
  });
}

/** Deletes the item. False if there was none. */
export async function clearRisk(connection: Connection, user: NamedUser): Promise<boolean> {
  return asked(connection, user, (key) => deleteItem(connection.dynamodb, key));
}

function asked<Answer>(
  { riskTable }: Connection,
  { hash }: NamedUser,
  ask: (key: ItemKey) => Promise<Answer>,
): Promise<Answer> {
  return askTable(riskTable, ENVIRONMENT.riskTable, (table) =>
    ask({ table, key: { [TABLES.risk.partitionKey]: hash } }),
  );
}
