/** The DynamoDB API of the local run: dynalite, an open engine, in a thread of this process. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import * as v from 'valibot';
import type { ServeOptions } from './dynamodb/embedded/serve.ts';

export { createLocalClient, LOCAL_CREDENTIALS, LOCAL_REGION } from '../adapters/dynamodb/loopback-client.ts';
export { createTables, specificationOf } from './dynamodb/tables.ts';

/** A DynamoDB API on this machine. */
export interface DynamoDB {
  /** URL for the SDK's `endpoint`, or `AWS_ENDPOINT_URL_DYNAMODB`. */
  readonly endpoint: string;
  /** One sentence for the user: which engine runs, and where its data is. */
  readonly notice: string;
  /** Stops the engine. Data in memory is lost. */
  readonly close: () => Promise<void>;
}

export interface DynamoDBOptions {
  /** Keeps the tables in a folder below this one. Without it: in memory. */
  readonly dataDir?: string | undefined;
  /** How often expired items and changes of more than a day ago are deleted, in milliseconds: once a minute by default. */
  readonly sweepEvery?: number;
}

const A_MINUTE = 60_000;

const PackageJson = v.object({ version: v.string() });

/**
 * Starts the embedded tables on a free port, and returns when they answer. They end with this process.
 * @throws Error when they do not start, for instance because another process uses the folder
 */
export async function startDynamoDB({
  dataDir,
  sweepEvery = A_MINUTE,
}: DynamoDBOptions = {}): Promise<DynamoDB> {
  const folder = dataDir === undefined ? undefined : join(dataDir, 'dynalite');
  const workerData: ServeOptions = { dataDir: folder, sweepEvery };
  const thread = new Worker(join(import.meta.dirname, 'dynamodb', 'embedded', 'thread.ts'), {
    workerData,
    execArgv: ['--no-warnings'],
  });
  const ended = new Promise<unknown>((resolve) => thread.once('exit', resolve));
  // Rejects where the thread fails before.
  const started: unknown[] = await once(thread, 'message');
  // The tables alone do not keep this process running.
  thread.unref();
  thread.on('error', (cause: unknown) => {
    throw new Error('the embedded tables have ended: start the local run again', { cause });
  });
  return {
    endpoint: `http://127.0.0.1:${String(started[0])}`,
    notice: `DynamoDB: dynalite ${version()}, ${folder === undefined ? 'in memory' : `in ${folder}`}.`,
    close: async () => {
      thread.ref();
      thread.postMessage('close');
      await ended;
    },
  };
}

function version(): string {
  const require = createRequire(join(import.meta.dirname, 'dynamodb.ts'));
  return v.parse(PackageJson, require('dynalite/package.json')).version;
}
