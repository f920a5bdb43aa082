/** dynalite: a part of DynamoDB's API in JavaScript, inside this process. It needs no Java. */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import * as v from 'valibot';
import { waitUntilReady } from '../../adapters/dynamodb/loopback-client.ts';
import { listen } from '../ports.ts';
import { placeOfData } from './engine.ts';
import type { DynamoDB } from './engine.ts';

const PackageJson = v.object({ version: v.string() });

/**
 * Starts dynalite on 127.0.0.1.
 * @param dataDir the folder of this engine's data
 * @param why a clause that says why this engine was chosen
 */
export async function startDynalite(dataDir: string | undefined, why: string): Promise<DynamoDB> {
  const { default: dynalite } = await import('dynalite');
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  const server = dynalite({
    ...(dataDir === undefined ? {} : { path: dataDir }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  refusePages(server);
  const failure = new Promise<never>((_, reject) => server.once('error', reject));
  failure.catch(() => undefined);
  const port = await listen(server, 0);
  const endpoint = `http://127.0.0.1:${port}`;
  await waitUntilReady(endpoint, failure);
  const engine = `dynalite ${version()}`;
  return {
    endpoint,
    engine,
    notice: `DynamoDB: ${engine}, ${placeOfData(dataDir)} (${why}); it has no streams and no TTL.`,
    supports: { streams: false, ttl: false },
    close: () => close(server),
  };
}

/** Without this, dynalite answers pages of every origin: any page that is open in the browser could read and write the tables. */
function refusePages(server: Server): void {
  const answers = server.listeners('request');
  server.removeAllListeners('request');
  server.on('request', (request, response) => {
    if (request.headers.origin !== undefined) response.writeHead(403).end();
    else for (const answer of answers) Reflect.apply(answer, server, [request, response]);
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => {
      // dynalite passes null where node passes undefined.
      if (error instanceof Error) reject(error);
      else resolve();
    });
    server.closeAllConnections();
  });
}

function version(): string {
  const require = createRequire(join(import.meta.dirname, 'embedded-dynalite.ts'));
  return v.parse(PackageJson, require('dynalite/package.json')).version;
}
