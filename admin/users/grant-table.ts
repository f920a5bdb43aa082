/** Reads and deletes the grants of a user. The table holds their hashes alone: no one can read a grant back. */
import * as v from 'valibot';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import type { RawItem } from '../../adapters/dynamodb/plain-item.ts';
import { batchRead, PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import { deleteItem, getItem } from '../../adapters/dynamodb/items.ts';
import { queryPages } from '../../adapters/dynamodb/pages.ts';
import { grantItem } from '../../adapters/stores/grant-store.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import type { Grant } from '../../core/decision/grant.ts';
import type { Connection } from '../protected-api.ts';
import type { NamedUser } from './named-user.ts';
import { askTable } from './user-table.ts';

/** `id` is the hash under which it is kept; `grant` is undefined for an item that this version does not know. */
export interface KeptGrant {
  readonly id: string;
  readonly grant: Grant | undefined;
}

const { partitionKey, subjectIndex, subjectIndexKey } = TABLES.grant;

/** The grants of a user, among them expired ones that the table still has. */
export async function grantsOf(connection: Connection, user: NamedUser): Promise<readonly KeptGrant[]> {
  return asked(connection, async (table) => {
    const ids = await idsOf(connection, table, user);
    const found = await batchRead(connection.dynamodb, ids, { ...PATIENT, table, partitionKey });
    return [...found.values()].map(keptGrant);
  });
}

/**
 * The grant of this hash, or undefined. The table also holds the uses of once-only grants, under keys of the same form:
 * they are no grants of a user.
 */
export async function grantOf(connection: Connection, id: string): Promise<KeptGrant | undefined> {
  return asked(connection, async (table) => {
    const item = await getItem(connection.dynamodb, { table, key: { [partitionKey]: id } });
    return item?.[subjectIndexKey] === undefined ? undefined : keptGrant(item);
  });
}

/** Deletes a grant: the next request with it is challenged. The record that a once-only grant was used stays. */
export async function removeGrant(connection: Connection, id: string): Promise<void> {
  await asked(connection, (table) => deleteItem(connection.dynamodb, { table, key: { [partitionKey]: id } }));
}

/** An index is never consistent: a grant of the last second may be missing. */
async function idsOf({ dynamodb }: Connection, table: string, { hash }: NamedUser): Promise<string[]> {
  const match = { attribute: subjectIndexKey, value: hash };
  const ids: string[] = [];
  for await (const page of queryPages(dynamodb, { table, index: subjectIndex, match })) {
    ids.push(...page.flatMap((item) => item[partitionKey]?.S ?? []));
  }
  return ids;
}

function keptGrant(item: RawItem): KeptGrant {
  const parsed = v.safeParse(grantItem, plainItem(item));
  return { id: item[partitionKey]?.S ?? '', grant: parsed.success ? parsed.output : undefined };
}

function asked<Answer>({ grantTable }: Connection, ask: (table: string) => Promise<Answer>): Promise<Answer> {
  return askTable(grantTable, ENVIRONMENT.grantTable, ask);
}
