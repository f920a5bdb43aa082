/** Reads and writes the risk item of a user. */
import * as v from 'valibot';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { deleteItem, getItem, updateItem } from '../../adapters/dynamodb/items.ts';
import type { ItemKey } from '../../adapters/dynamodb/items.ts';
import { riskItem } from '../../adapters/stores/risk-store.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import type { NamedUser } from './named-user.ts';
import { askTable } from './user-table.ts';

/** The fields that the functions read. Times in seconds since 1970. */
export type RiskItem = v.InferOutput<typeof riskItem>;

/** Some of its fields: what is written. */
export type RiskFields = Partial<RiskItem>;

/** The item of a user, or undefined. Throws an AdminRefusal for an item that the functions cannot read. */
export async function readRisk(connection: Connection, user: NamedUser): Promise<RiskItem | undefined> {
  const item = await asked(connection, user, (key) => getItem(connection.dynamodb, key));
  if (item === undefined) return undefined;
  const parsed = v.safeParse(riskItem, plainItem(item));
  if (parsed.success) return parsed.output;
  const { field, problem } = firstProblem(parsed.issues);
  throw new AdminRefusal(
    'risk_unreadable',
    `the risk item of ${user.subject} is not of the documented form (${field}: ${problem}): routes that read it answer 503. ` +
      'Write it again with "risk set", or take it away with "risk clear".',
    { subjectHash: user.hash, field, problem },
  );
}

/**
 * Sets these fields and leaves the others, some of which may be the risk engine's own. If the item has expired by `now`
 * (seconds since 1970), its other fields are removed: otherwise the new fields would have expired too. A revocation does
 * not end with what was there before it. Throws an AdminRefusal for fields that the functions could not read.
 */
export async function writeRisk(
  connection: Connection,
  user: NamedUser,
  fields: RiskFields,
  now: number,
): Promise<void> {
  requireReadable(fields);
  const others = Object.keys(riskItem.entries).filter((name) => !Object.hasOwn(fields, name));
  const gone = 'revokedBefore' in fields ? ['expiresAt'] : [];
  const live = { attribute: 'expiresAt', above: now };
  await asked(connection, user, async (key) => {
    const isLive = await updateItem(connection.dynamodb, key, { set: fields, remove: gone, onlyIf: live });
    if (!isLive) await updateItem(connection.dynamodb, key, { set: fields, remove: others });
  });
}

/** With an item that the functions cannot read, every route that asks for step-up answers 503 to the user. */
function requireReadable(fields: RiskFields): void {
  const parsed = v.safeParse(riskItem, fields);
  if (parsed.success) return;
  const { field, problem } = firstProblem(parsed.issues);
  throw new AdminRefusal('input_malformed', `${field} of the risk: ${problem}`, { field, problem });
}

function firstProblem([issue]: readonly [v.InferIssue<typeof riskItem>, ...unknown[]]) {
  return { field: v.getDotPath(issue) ?? 'the item', problem: issue.message };
}

/** Deletes the item. False if there was none. */
export async function deleteRisk(connection: Connection, user: NamedUser): Promise<boolean> {
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
