/** Reads the grants of a user, and takes them away. Only their hashes are kept: nobody can read a grant back. */
import { DeleteItemCommand, GetItemCommand, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { batchRead, PATIENT } from '../../adapters/dynamodb/batch-read.ts';
import { plainItem } from '../../adapters/dynamodb/answer.ts';
import { grantItem } from '../../adapters/stores/grant-store.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import type { Grant } from '../../core/decision/grant.ts';
import { awsFailure } from '../connection/aws-failure.ts';
import type { Connection } from '../command.ts';
import { requireTable } from './named-user.ts';
import type { NamedUser } from './named-user.ts';

/** `id` is the hash under which it is kept; `grant` is none for an item that this version does not know. */
export interface KeptGrant {
  readonly id: string;
  readonly grant: Grant | undefined;
}

const { partitionKey, subjectIndex, subjectIndexKey } = TABLES.grant;

/** The grants of a user, expired ones that the table still has among them. */
export async function grantsOf(connection: Connection, user: NamedUser): Promise<readonly KeptGrant[]> {
  return asked(connection, async (table) => {
    const ids = await idsOf(connection, table, user);
    return [...(await batchRead(connection.dynamodb, ids, { ...PATIENT, table, partitionKey })).values()].map(
      keptGrant,
    );
  });
}

/** The grant of this hash, or undefined. */
export async function grantOf(connection: Connection, id: string): Promise<KeptGrant | undefined> {
  return asked(connection, async (TableName) => {
    const Key = { [partitionKey]: { S: id } };
    const { Item } = await connection.dynamodb.send(
      new GetItemCommand({ TableName, Key, ConsistentRead: true }),
    );
    return Item === undefined ? undefined : keptGrant(Item);
  });
}

/** Takes a grant away: the next request with it is challenged. The record that it was used, if it was, stays. */
export async function removeGrant(connection: Connection, id: string): Promise<void> {
  await asked(connection, (TableName) =>
    connection.dynamodb.send(new DeleteItemCommand({ TableName, Key: { [partitionKey]: { S: id } } })),
  );
}

/** An index is never consistent: a grant of the last second may be missing. */
async function idsOf({ dynamodb }: Connection, TableName: string, { hash }: NamedUser): Promise<string[]> {
  const pages = paginateQuery(
    { client: dynamodb },
    {
      TableName,
      IndexName: subjectIndex,
      KeyConditionExpression: '#subject = :subject',
      ExpressionAttributeNames: { '#subject': subjectIndexKey },
      ExpressionAttributeValues: { ':subject': { S: hash } },
    },
  );
  const ids: string[] = [];
  for await (const { Items = [] } of pages) ids.push(...Items.flatMap((item) => item[partitionKey]?.S ?? []));
  return ids;
}

function keptGrant(item: Record<string, AttributeValue>): KeptGrant {
  const parsed = v.safeParse(grantItem, plainItem(item));
  return { id: item[partitionKey]?.S ?? '', grant: parsed.success ? parsed.output : undefined };
}

async function asked<Answer>(
  { grantTable }: Connection,
  ask: (table: string) => Promise<Answer>,
): Promise<Answer> {
  const table = requireTable(grantTable, ENVIRONMENT.grantTable);
  try {
    return await ask(table);
  } catch (error) {
    throw awsFailure(error, `table ${table}`);
  }
}
