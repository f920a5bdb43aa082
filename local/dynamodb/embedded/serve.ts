/** Serves dynalite with a change feed and expiry, in the thread that has mended it (mend.ts). */
import { mkdirSync } from 'node:fs';
import type { Server } from 'node:http';
import dynalite from 'dynalite';
import database from 'dynalite/db/index.js';
import type { Store } from 'dynalite/db/index.js';
import createTable from 'dynalite/validations/createTable.js';
import * as v from 'valibot';
import { messageOf } from '../../../core/error-text.ts';
import { listen } from '../../ports.ts';
import { endFailedCalls, followLocks } from './calls.ts';
import { expiryIn } from './expiry.ts';
import type { Expiry } from './expiry.ts';
import { recordChanges } from './feed.ts';
import type { Feed } from './feed.ts';
import { standInFront } from './in-front.ts';
import { operationsOn } from './operations.ts';

const serveOptions = v.object({
  /** Folder of the tables; in memory without. */
  dataDir: v.optional(v.string()),
  /** How often expired items and old changes are deleted, in milliseconds. */
  sweepEvery: v.number(),
});

export type ServeOptions = v.InferOutput<typeof serveOptions>;

export interface Serving {
  readonly port: number;
  /** Ends it. A write that has no answer yet may be made or not. */
  readonly close: () => void;
}

/** Serves on a free port of 127.0.0.1. Rejects for other options, and where the folder cannot be used. */
export async function serve(options: unknown): Promise<Serving> {
  const { dataDir, sweepEvery } = v.parse(serveOptions, options);
  if (dataDir !== undefined) mkdirSync(dataDir, { recursive: true });
  keepStreamSpecifications();
  const { server, store } = openDynalite(dataDir);
  await store.db.open().catch((error: unknown) => {
    throw new Error(whyNotOpened(error, dataDir ?? 'memory'));
  });
  const feed = recordChanges(store);
  followLocks(store);
  endFailedCalls();
  const expiry = expiryIn(store, feed);
  standInFront(server, operationsOn(feed, expiry));
  const port = await listen(server, 0);
  const endSweeping = sweep(feed, expiry, sweepEvery);
  return {
    port,
    close: () => {
      endSweeping();
      server.close();
      server.closeAllConnections();
    },
  };
}

/** dynalite drops what it does not know from a CreateTable; what it knows it keeps, and shows in DescribeTable. */
function keepStreamSpecifications(): void {
  createTable.types.StreamSpecification = {
    type: 'FieldStruct<StreamSpecification>',
    children: { StreamEnabled: 'Boolean', StreamViewType: 'String' },
  };
}

/** The server, and the store that it creates for itself. */
function openDynalite(path: string | undefined): { readonly server: Server; readonly store: Store } {
  const { create } = database;
  let store: Store | undefined;
  database.create = (options) => {
    store = create(options);
    return store;
  };
  const server = dynalite({
    ...(path === undefined ? {} : { path }),
    createTableMs: 0,
    deleteTableMs: 0,
    updateTableMs: 0,
  });
  database.create = create;
  if (store === undefined) throw new Error('dynalite has changed: it creates no store with db.create');
  return { server, store };
}

function whyNotOpened(error: unknown, place: string): string {
  const cause = error instanceof Error ? error.cause : undefined;
  const isLocked = cause instanceof Error && 'code' in cause && cause.code === 'LEVEL_LOCKED';
  const why = isLocked
    ? 'another local run uses them; end it, or name another folder with --data'
    : messageOf(cause ?? error);
  return `the tables in ${place} cannot be opened: ${why}`;
}

/** Returns how to end it. */
function sweep(feed: Feed, expiry: Expiry, every: number): () => void {
  let ended = false;
  const sweeping = setInterval(() => {
    const now = Date.now();
    // What is not deleted now is deleted next time.
    Promise.all([expiry.sweep(now), feed.trim(now)]).catch((error: unknown) => {
      if (!ended) console.error('expired items of the embedded tables could not be deleted:', error);
    });
  }, every);
  return () => {
    ended = true;
    clearInterval(sweeping);
  };
}
