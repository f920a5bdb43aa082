/** Reads and writes what the risk table has of a user: the risk engine's item, and the revocation of an administrator. */
import * as v from 'valibot';
import { PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import { deleteItem, updateItem } from '../../adapters/dynamodb/items.ts';
import type { ItemKey } from '../../adapters/dynamodb/items.ts';
import { readRiskItems, revocationItem, riskItem, riskKeys } from '../../adapters/stores/risk-items.ts';
import type { RiskItem, RiskItems } from '../../adapters/stores/risk-items.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Connection } from '../protected-api.ts';
import type { NamedUser } from './named-user.ts';
import { askTable } from './user-table.ts';

/** Some fields of the risk engine's item: what is written. Times in seconds since 1970. */
export type RiskFields = Partial<Omit<RiskItem, 'revokedBefore'>>;

/** Both items of the user. Throws an AdminRefusal for one that the functions cannot read. */
export async function readRisk(connection: Connection, user: NamedUser): Promise<RiskItems> {
  const { item, revocation } = await readItems(connection, user);
  return {
    item: item && readable(v.safeParse(riskItem, item), user, RISK_ITEM),
    revocation: revocation && readable(v.safeParse(revocationItem, revocation), user, REVOCATION),
  };
}

function readItems(connection: Connection, user: NamedUser) {
  return askRiskTable(connection, (table) => readRiskItems(connection.dynamodb, user, { ...PATIENT, table }));
}

/** An item of the table, and what to do with one that the functions cannot read. */
interface Kind {
  readonly name: string;
  readonly advice: string;
}

const RISK_ITEM = {
  name: 'risk item',
  advice: 'Write it again with "risk set", or take it away with "risk clear".',
};
const REVOCATION = { name: 'revocation', advice: 'Take it away with "risk clear".' };

function readable<Schema extends v.GenericSchema>(
  parsed: v.SafeParseResult<Schema>,
  { subject, hash }: NamedUser,
  { name, advice }: Kind,
): v.InferOutput<Schema> {
  if (parsed.success) return parsed.output;
  const { field, problem } = firstProblem(parsed.issues);
  throw new AdminRefusal(
    'risk_unreadable',
    `the ${name} of ${subject} is not of the documented form (${field}: ${problem}): routes that read it answer 503. ${advice}`,
    { subjectHash: hash, field, problem },
  );
}

/**
 * Sets these fields of the risk engine's item and leaves the others, some of which may be the engine's own. If the item
 * has expired by `now` (seconds since 1970), its other fields are removed: otherwise the new fields would have expired
 * too. Throws an AdminRefusal for fields that the functions could not read.
 */
export async function writeRisk(
  connection: Connection,
  user: NamedUser,
  fields: RiskFields,
  now: number,
): Promise<void> {
  requireReadable(fields);
  const others = Object.keys(riskItem.entries).filter((name) => !Object.hasOwn(fields, name));
  const onlyIf = { attribute: 'expiresAt', is: '>', than: now } as const;
  await asked(connection, riskKeys(user).item, async (key) => {
    const isLive = await updateItem(connection.dynamodb, key, { set: fields, remove: [], onlyIf });
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

function firstProblem([issue]: readonly [v.BaseIssue<unknown>, ...unknown[]]) {
  return { field: v.getDotPath(issue) ?? 'the item', problem: issue.message };
}

/**
 * Revokes sign-ins from before this time (seconds since 1970). A revocation of a later time stays as it is. Returns the
 * time of the one that the table has now. Throws an AdminRefusal for one that the functions cannot read.
 */
export async function writeRevocation(
  connection: Connection,
  user: NamedUser,
  before: number,
): Promise<number> {
  const onlyIf = { attribute: 'revokedBefore', is: '<=', than: before } as const;
  const isWritten = await asked(connection, riskKeys(user).revocation, (key) =>
    updateItem(connection.dynamodb, key, { set: { revokedBefore: before }, remove: [], onlyIf }),
  );
  if (isWritten) return before;
  const { revocation } = await readItems(connection, user);
  // Cleared between the two calls: write it again.
  if (revocation === undefined) return writeRevocation(connection, user, before);
  return readable(v.safeParse(revocationItem, revocation), user, REVOCATION).revokedBefore;
}

/** Deletes both items. False if there was none. */
export async function deleteRisk(connection: Connection, user: NamedUser): Promise<boolean> {
  const { item, revocation } = riskKeys(user);
  const remove = (id: string) => asked(connection, id, (key) => deleteItem(connection.dynamodb, key));
  const hadItem = await remove(item);
  return (await remove(revocation)) || hadItem;
}

function asked<Answer>(
  connection: Connection,
  id: string,
  ask: (key: ItemKey) => Promise<Answer>,
): Promise<Answer> {
  return askRiskTable(connection, (table) => ask({ table, key: { [TABLES.risk.partitionKey]: id } }));
}

function askRiskTable<Answer>(
  { riskTable }: Connection,
  ask: (table: string) => Promise<Answer>,
): Promise<Answer> {
  return askTable(riskTable, ENVIRONMENT.riskTable, ask);
}
