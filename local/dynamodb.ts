/** A DynamoDB API on this machine: Amazon's DynamoDB Local where there is a Java for it, else dynalite. */
import { resolve } from 'node:path';
import { startDynamoDBLocal } from './dynamodb/amazon.ts';
import { startDynalite } from './dynamodb/embedded-dynalite.ts';
import type { DynamoDB } from './dynamodb/engine.ts';
import { findJava } from './java.ts';

export { createLocalClient, LOCAL_CREDENTIALS, LOCAL_REGION } from '../adapters/dynamodb/loopback-client.ts';
export { createTables, specificationOf } from './dynamodb/tables.ts';
export type { TablesReport, TableSpecification } from './dynamodb/tables.ts';
export type { DynamoDB };

/** Which engine, and where its data go. */
export interface DynamoDBOptions {
  /** Keeps the tables, in a folder for each engine below this one; in memory without. */
  readonly dataDir?: string | undefined;
  /** `dynamodb-local` by default; where no Java can run it, dynalite takes its place, and `notice` says so. */
  readonly prefer?: 'dynamodb-local' | 'dynalite';
}

/**
 * Starts an engine on a free port, and returns when it answers. DynamoDB Local is a process of its own, which ends
 * with this one, however that ends; dynalite runs inside this process.
 * @throws Error when the engine does not start, with what it said
 */
export async function startDynamoDB(options: DynamoDBOptions = {}): Promise<DynamoDB> {
  const folder = (name: string) =>
    options.dataDir === undefined ? undefined : resolve(options.dataDir, name);
  if (options.prefer === 'dynalite') return startDynalite(folder('dynalite'), 'as asked');
  const java = findJava();
  if (java.command === undefined) return startDynalite(folder('dynalite'), java.reason);
  return startDynamoDBLocal(java.command, folder('dynamodb-local'));
}
