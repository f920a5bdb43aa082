/** Creates the tables that a template describes, on an engine that may have some of them already. */
import {
  CreateTableCommand,
  DescribeTableCommand,
  DescribeTimeToLiveCommand,
  ResourceInUseException,
  UpdateTimeToLiveCommand,
} from '@aws-sdk/client-dynamodb';
import type {
  CreateTableCommandInput,
  DynamoDBClient,
  KeySchemaElement,
  TableDescription,
} from '@aws-sdk/client-dynamodb';
import { setTimeout as sleep } from 'node:timers/promises';
import type { TableResource } from '../template/template.ts';
import { createLocalClient } from '../../adapters/dynamodb/loopback-client.ts';

/** One table. Its stream is part of `create` (`StreamSpecification`). */
export interface TableSpecification {
  readonly create: CreateTableCommandInput;
  /** The attribute with the time of expiry, in seconds since 1970. Without it, no item is deleted. */
  readonly ttlAttribute?: string | undefined;
}

/** The result for each table. */
export interface TablesReport {
  readonly created: readonly string[];
  readonly existing: readonly string[];
  /** Tables whose TTL could not be switched on, because the engine has no TTL: their items are never deleted. */
  readonly withoutTtl: readonly string[];
}

/** The table that a template describes. */
export function specificationOf(table: TableResource): TableSpecification {
  const { name, KeySchema, AttributeDefinitions, GlobalSecondaryIndexes } = table;
  const { TimeToLiveSpecification, StreamSpecification } = table;
  return {
    create: {
      TableName: name,
      KeySchema,
      AttributeDefinitions,
      BillingMode: 'PAY_PER_REQUEST',
      ...(GlobalSecondaryIndexes === undefined ? {} : { GlobalSecondaryIndexes }),
      ...(StreamSpecification === undefined
        ? {}
        : { StreamSpecification: { StreamEnabled: true, ...StreamSpecification } }),
    },
    ttlAttribute: TimeToLiveSpecification?.AttributeName,
  };
}

const READY_LIMIT = 30_000;
const INTERVAL = 50;

/**
 * Creates the tables that are missing, waits until all are ACTIVE, and switches on TTL where the engine has it.
 * A test that needs an expired item in the table leaves `ttlAttribute` out.
 * @throws Error when a table exists with another key or without an index, or does not become ACTIVE
 */
export async function createTables(
  endpoint: string,
  tables: readonly TableSpecification[],
  region?: string,
): Promise<TablesReport> {
  const client = createLocalClient(endpoint, region);
  try {
    const created: string[] = [];
    const existing: string[] = [];
    const withoutTtl: string[] = [];
    for (const { create, ttlAttribute } of tables) {
      const name = create.TableName ?? '';
      ((await createIfMissing(client, create)) ? created : existing).push(name);
      await waitUntilActive(client, create);
      if (ttlAttribute !== undefined && !(await enableTtl(client, name, ttlAttribute))) withoutTtl.push(name);
    }
    return { created, existing, withoutTtl };
  } finally {
    client.destroy();
  }
}

async function createIfMissing(client: DynamoDBClient, input: CreateTableCommandInput): Promise<boolean> {
  try {
    await client.send(new CreateTableCommand(input));
    return true;
  } catch (error) {
    if (error instanceof ResourceInUseException) return false;
    throw error;
  }
}

async function waitUntilActive(client: DynamoDBClient, input: CreateTableCommandInput): Promise<void> {
  const until = Date.now() + READY_LIMIT;
  for (;;) {
    const { Table: table } = await client.send(new DescribeTableCommand({ TableName: input.TableName }));
    if (keyText(table?.KeySchema) !== keyText(input.KeySchema)) {
      throw new Error(
        `table ${String(input.TableName)} exists with the key ${keyText(table?.KeySchema)} instead of ` +
          `${keyText(input.KeySchema)}: delete it, or use another database`,
      );
    }
    if (table?.TableStatus === 'ACTIVE') {
      requireIndexes(table, input);
      return;
    }
    if (Date.now() > until) {
      throw new Error(
        `table ${String(input.TableName)} is still ${String(table?.TableStatus)}: look at the database`,
      );
    }
    await sleep(INTERVAL);
  }
}

/** A table that an earlier version created may lack one. */
function requireIndexes(table: TableDescription, input: CreateTableCommandInput): void {
  const existing = (table.GlobalSecondaryIndexes ?? []).map(({ IndexName }) => IndexName);
  const missing = input.GlobalSecondaryIndexes?.find(({ IndexName }) => !existing.includes(IndexName));
  if (missing === undefined) return;
  throw new Error(
    `table ${String(input.TableName)} exists without the index ${String(missing.IndexName)}: ` +
      'delete it, or use another database',
  );
}

function keyText(schema: readonly KeySchemaElement[] | undefined): string {
  return (schema ?? [])
    .map(({ AttributeName, KeyType }) => `${String(AttributeName)} ${String(KeyType)}`)
    .join(', ');
}

/** @returns false when the engine has no TTL */
async function enableTtl(client: DynamoDBClient, TableName: string, AttributeName: string): Promise<boolean> {
  const { TimeToLiveDescription: current } = await client.send(new DescribeTimeToLiveCommand({ TableName }));
  if (current?.TimeToLiveStatus === 'ENABLED' || current?.TimeToLiveStatus === 'ENABLING') return true;
  const TimeToLiveSpecification = { AttributeName, Enabled: true };
  try {
    await client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification }));
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === 'UnknownOperationException') return false;
    throw error;
  }
}
