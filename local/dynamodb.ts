/** A DynamoDB API on this machine: Amazon's DynamoDB Local where there is a Java for it, else dynalite. */
import { resolve } from 'node:path';
import { startDynamoDBLocal } from './dynamodb/amazon.ts';
import { startDynalite } from './dynamodb/embedded-dynalite.ts';
import type { DynamoDB } from './dynamodb/engine.ts';
import { findJava } from './java.ts';

export { createLocalClient, LOCAL_CREDENTIALS, LOCAL_REGION } from '../adapters/dynamodb/loopback-client.ts';
export { createTables, specificationOf } from './dynamodb/tables.ts';

export type { DynamoDB };

/** The engine, and the folder for its data. */
export interface DynamoDBOptions {
  /** Keeps the tables in this folder, with one folder below it for each engine. Without it: in memory. */
  readonly dataDir?: string | undefined;
  /** `dynamodb-local` by default; where no Java can run it, dynalite is used instead, and `notice` says so. */
  readonly prefer?: 'dynamodb-local' | 'dynalite';
}

/**
 * Starts an engine on a free port, and returns when it answers. DynamoDB Local is a separate process, which ends with
 * this one, even after a SIGKILL; dynalite runs inside this process.
 * @throws Error with the engine's output, when it does not start
 */
export async function startDynamoDB(options: DynamoDBOptions = {}): Promise<DynamoDB> {
  const folder = (name: string) =>
    options.dataDir === undefined ? undefined : resolve(options.dataDir, name);
  if (options.prefer === 'dynalite') return startDynalite(folder('dynalite'), 'as asked');
  const java = findJava();
  if (java.command === undefined) return startDynalite(folder('dynalite'), java.reason);
  return startDynamoDBLocal(java.command, folder('dynamodb-local'));
}
