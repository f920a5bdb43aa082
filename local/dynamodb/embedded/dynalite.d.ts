/** Types of the parts of dynalite 4 that we use: it ships no types (its index.js documents the options). */

declare module 'dynalite' {
  import type { Server } from 'node:http';

  interface DynaliteOptions {
    /** Folder of the LevelDB store; in memory without. */
    readonly path?: string;
    /** How long a new table stays in CREATING, in milliseconds. */
    readonly createTableMs?: number;
    readonly deleteTableMs?: number;
    readonly updateTableMs?: number;
  }

  export default function dynalite(options?: DynaliteOptions): Server;
}

declare module 'dynalite/db/index.js' {
  /** As it stands in a request: such as `{ id: { S: 'a' } }`, with bytes in base64. */
  export type Item = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

  export type Done<Result = unknown> = (error: unknown, result?: Result) => void;

  export interface Table {
    readonly TableName: string;
    readonly TableArn: string;
    readonly TableId: string;
    readonly KeySchema: readonly { readonly AttributeName: string }[];
    /** In seconds since 1970. */
    readonly CreationDateTime: number;
    readonly TableStatus: string;
    readonly StreamSpecification?: { readonly StreamEnabled?: boolean; readonly StreamViewType?: string };
    LatestStreamArn?: string;
    LatestStreamLabel?: string;
  }

  type Then = (...results: readonly unknown[]) => void;

  /** Holds the key for one writer: `work` calls what `release` returns once it is done, with the results for `then`. */
  export type Lock = (key: string, work: (release: (then: Then) => Then) => void) => void;

  /** The items of one table; `key` is a text of dynalite's own. */
  export interface ItemDb {
    readonly lock: Lock;
    put: (key: string, item: Item, done: Done) => void;
    del: (key: string, done: Done) => void;
  }

  type Write =
    | { readonly type: 'put'; readonly key: string; readonly value: unknown }
    | { readonly type: 'del'; readonly key: string };

  interface Range {
    readonly gt?: string;
    readonly lt: string;
    readonly reverse?: boolean;
    readonly limit?: number;
  }

  /** The LevelDB of all tables: values are JSON. The keys of items begin with `item-TABLE~`. */
  export interface Database {
    /** Rejects where it cannot be opened; the cause says why. */
    readonly open: () => Promise<void>;
    readonly get: (key: string) => Promise<unknown>;
    readonly put: (key: string, value: unknown) => Promise<void>;
    /** All or nothing. */
    readonly batch: (writes: readonly Write[]) => Promise<void>;
    readonly iterator: (range: Range) => AsyncIterable<readonly [key: string, value: unknown]>;
  }

  export interface Store {
    readonly db: Database;
    readonly tableDb: { readonly awsRegion: string };
    getItemDb: (table: string) => ItemDb;
    deleteItemDb: (table: string, done: Done) => void;
    /** A table that is being created or deleted is none, unless `checkStatus` is false. Without it, `done` comes second. */
    getTable: (name: string, checkStatus: boolean | Done<Table>, done?: Done<Table>) => void;
  }

  const db: {
    create: (options?: unknown) => Store;
    readonly itemSize: (item: Item) => number;
    readonly updateIndexes: (
      store: Store,
      table: Table,
      before: Item | null,
      after: Item | null,
      done: Done,
    ) => void;
  };
  export default db;
}

declare module 'dynalite/validations/createTable.js' {
  const createTable: { readonly types: Record<string, unknown> };
  export default createTable;
}
