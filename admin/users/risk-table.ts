/** Reads and writes what is known of a user's risk. */
import {
  ConditionalCheckFailedException,
  DeleteItemCommand,
  GetItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { plainItem } from '../../adapters/dynamodb/answer.ts';
import { riskItem } from '../../adapters/stores/risk-store.ts';
import { ENVIRONMENT, TABLES } from '../../core/contract.ts';
import { awsFailure } from '../connection/aws-failure.ts';
import { CommandError } from '../command.ts';
import type { Connection } from '../command.ts';
import { requireTable } from './named-user.ts';
import type { NamedUser } from './named-user.ts';

/** What the functions read of an item. Times in seconds since 1970. */
export type RiskItem = v.InferOutput<typeof riskItem>;

type RiskFields = Readonly<Record<string, unknown>>;

/** The item of a user, or undefined. Throws a CommandError for one that the functions would not take. */
export async function readRisk(connection: Connection, user: NamedUser): Promise<RiskItem | undefined> {
  const { Item } = await asked(connection, (TableName) =>
    connection.dynamodb.send(new GetItemCommand({ TableName, Key: keyOf(user), ConsistentRead: true })),
  );
  if (Item === undefined) return undefined;
  const parsed = v.safeParse(riskItem, plainItem(Item));
  if (parsed.success) return parsed.output;
  const [issue] = parsed.issues;
  const field = v.getDotPath(issue) ?? 'the item';
  throw new CommandError(
    `the risk item of ${user.subject} is not of the documented form (${field}: ${issue.message}): routes that read it answer 503. ` +
      'Write it again with "risk set", or take it away with "risk clear".',
  );
}

/**
 * Sets these fields, and leaves the others, of which some may be the risk engine's own. What has expired by `now`
 * counts no more: it goes, or the new fields would be as void. A revocation does not end with what was there before it.
 */
export async function writeRisk(
  connection: Connection,
  user: NamedUser,
  fields: RiskFields,
  now: number,
): Promise<void> {
  // What the functions cannot read is a 503 for the user, on every route that asks for step-up.
  v.assert(riskItem, fields);
  const others = Object.keys(riskItem.entries).filter((name) => !Object.hasOwn(fields, name));
  const update = (gone: readonly string[], condition?: string) =>
    asked(connection, (TableName) =>
      connection.dynamodb.send(updateOf({ TableName, Key: keyOf(user) }, fields, gone, now, condition)),
    );
  try {
    await update('revokedBefore' in fields ? ['expiresAt'] : [], 'attribute_not_exists(#end) OR #end > :now');
  } catch (error) {
    if (!(error instanceof CommandError && error.cause instanceof ConditionalCheckFailedException))
      throw error;
    await update(others);
  }
}

function updateOf(
  item: { readonly TableName: string; readonly Key: ReturnType<typeof keyOf> },
  fields: RiskFields,
  gone: readonly string[],
  now: number,
  ConditionExpression: string | undefined,
): UpdateItemCommand {
  const entries = Object.entries(fields);
  const set = `SET ${entries.map((_, index) => `#f${index} = :f${index}`).join(', ')}`;
  const remove = gone.map((_, index) => `#g${index}`).join(', ');
  const conditional = ConditionExpression !== undefined;
  const values: Record<string, AttributeValue> = marshall({
    ...Object.fromEntries(entries.map(([, value], index) => [`:f${index}`, value])),
    ...(conditional ? { ':now': now } : {}),
  });
  return new UpdateItemCommand({
    ...item,
    UpdateExpression: remove === '' ? set : `${set} REMOVE ${remove}`,
    ConditionExpression,
    ExpressionAttributeNames: {
      ...Object.fromEntries(entries.map(([name], index) => [`#f${index}`, name])),
      ...Object.fromEntries(gone.map((name, index) => [`#g${index}`, name])),
      ...(conditional ? { '#end': 'expiresAt' } : {}),
    },
    ExpressionAttributeValues: values,
  });
}

/** Takes the item away. False where there was none. */
export async function clearRisk(connection: Connection, user: NamedUser): Promise<boolean> {
  const { Attributes } = await asked(connection, (TableName) =>
    connection.dynamodb.send(new DeleteItemCommand({ TableName, Key: keyOf(user), ReturnValues: 'ALL_OLD' })),
  );
  return Attributes !== undefined;
}

function keyOf({ hash }: NamedUser) {
  return { [TABLES.risk.partitionKey]: { S: hash } };
}

async function asked<Answer>(
  { riskTable }: Connection,
  ask: (table: string) => Promise<Answer>,
): Promise<Answer> {
  const table = requireTable(riskTable, ENVIRONMENT.riskTable);
  try {
    return await ask(table);
  } catch (error) {
    throw awsFailure(error, `table ${table}`);
  }
}
