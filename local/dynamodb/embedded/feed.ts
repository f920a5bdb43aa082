/**
 * The change feed of the embedded tables, for each table with a stream. A change is written together with the item, in one
 * write of the database: after a crash the feed has a change if and only if the item has it.
 */
import { promisify } from 'node:util';
import type { Item, Store, Table } from 'dynalite/db/index.js';
import * as v from 'valibot';
import { tableIsGone } from './refusal.ts';
import { changeOf, DIGITS, recordOf, streamFor } from './record.ts';
import type { Stream, Writer } from './record.ts';

export interface Page {
  readonly records: readonly unknown[];
  /** The sequence number of the last of them; without any, the one that was asked for. */
  readonly last: string;
}

export interface Feed {
  /** The stream of a table; undefined where there is no such table, or it has none. */
  readonly streamOf: (table: string) => Promise<Stream | undefined>;
  /** The records after this sequence number, oldest first: at most `limit`, or fewer where they are large. */
  readonly after: (stream: Stream, sequenceNumber: string, limit: number) => Promise<Page>;
  /** The sequence number of the newest record; the empty text where there is none. */
  readonly latest: (stream: Stream) => Promise<string>;
  /** Deletes an item that has expired. */
  readonly expire: (table: Table, key: string) => Promise<void>;
  /** Drops what is older than 24 hours. `now` is in milliseconds. */
  readonly trim: (now: number) => Promise<void>;
}

/** How long a record is kept, in milliseconds (Amazon DynamoDB: "Change data capture for DynamoDB Streams"). */
const RETENTION = 24 * 3_600_000;

/** A page of records ends behind the record with which it has so many bytes (GetRecords: 1 MB). */
const LARGEST_PAGE = 2 ** 20;

/** Records from now on what is written through the store. */
export function recordChanges(store: Store): Feed {
  const streams = followTables(store);
  const inTurn = oneByOne();
  const write = writerOf(store, inTurn);
  recordItems(store, streams, write);
  deleteTablesBetween(store, inTurn);
  return {
    streamOf: (name) =>
      new Promise((resolve) => {
        store.getTable(name, false, () => {
          resolve(streams.get(name));
        });
      }),
    after: (stream, sequenceNumber, limit) => pageAfter(store, stream, sequenceNumber, limit),
    latest: (stream) => latestOf(store, stream),
    expire: (table, key) => {
      const stream = streams.get(table.TableName);
      if (stream !== undefined) return write(stream, { key, item: undefined, by: 'expiry' });
      return store.db.batch([{ type: 'del', key: placeOfItem(table, key) }]);
    },
    trim: async (now) => {
      // Also those of tables that are deleted: a record's own time says how old it is.
      for await (const [key] of store.db.iterator({ gt: 'stream-', lt: 'stream-~' })) {
        const isOld = Number(key.slice(-DIGITS)) / 1_000 < now - RETENTION;
        if (isOld) await store.db.batch([{ type: 'del', key }]);
      }
    },
  };
}

type Streams = ReadonlyMap<string, Stream | undefined>;

/** The streams of the tables as they were last looked up: dynalite looks up the table of every write first. */
function followTables(store: Store): Streams {
  const streams = new Map<string, Stream | undefined>();
  const plainTable = store.getTable.bind(store);
  store.getTable = (name, checkStatus, done) => {
    const whenFound = typeof checkStatus === 'function' ? checkStatus : done;
    plainTable(name, typeof checkStatus === 'function' || checkStatus, (error, table) => {
      const stream = table === undefined ? undefined : streamFor(table);
      streams.set(name, stream);
      if (table !== undefined && stream !== undefined) {
        table.LatestStreamArn = stream.arn;
        table.LatestStreamLabel = stream.label;
      }
      whenFound?.(error, table);
    });
  };
  return streams;
}

/** Of one item: what it is from now on, or nothing. */
interface Written {
  readonly key: string;
  readonly item: Item | undefined;
  readonly by: Writer;
}

type Write = (stream: Stream, written: Written) => Promise<void>;

type InTurn = (work: () => Promise<void>) => Promise<void>;

/** One write after the other: a reader that has seen a record has seen all before it. */
function oneByOne(): InTurn {
  let writing = Promise.resolve();
  return (work) => {
    const done = writing.then(work);
    writing = done.catch(() => undefined);
    return done;
  };
}

/** Deletes the items of a table after the writes that have begun; what is written later finds that the table is gone. */
function deleteTablesBetween(store: Store, inTurn: InTurn): void {
  const plainDelete = promisify(store.deleteItemDb);
  store.deleteItemDb = (name, done) => {
    settle(
      inTurn(async () => {
        await plainDelete(name);
      }),
      done,
    );
  };
}

function writerOf(store: Store, inTurn: InTurn): Write {
  const numbers = new Map<string, number>();

  /** Higher than all before, also those that are not kept any more. */
  async function nextNumber(stream: Stream): Promise<string> {
    const last = numbers.get(stream.arn) ?? Number(await latestOf(store, stream));
    const next = Math.max(last + 1, Date.now() * 1_000);
    numbers.set(stream.arn, next);
    return String(next).padStart(DIGITS, '0');
  }

  async function writeNow(stream: Stream, { key, item, by }: Written): Promise<void> {
    await checkThatStands(store, stream.table);
    const place = placeOfItem(stream.table, key);
    const change = changeOf(await store.db.get(place), item);
    const itself =
      item === undefined
        ? ({ type: 'del', key: place } as const)
        : ({ type: 'put', key: place, value: item } as const);
    if (change === undefined) {
      await store.db.batch([itself]);
      return;
    }
    const number = await nextNumber(stream);
    const value = recordOf(stream, { number, at: Date.now(), region: store.tableDb.awsRegion, change, by });
    await store.db.batch([itself, { type: 'put', key: `${placeOf(stream)}${number}`, value }]);
  }

  return (stream, written) => inTurn(() => writeNow(stream, written));
}

/** A write that began before its table was deleted belongs neither to it nor to a later one of its name. */
async function checkThatStands(store: Store, { TableName, TableId }: Table): Promise<void> {
  const found = v.safeParse(tableThatStands, await store.db.get(`table~${TableName}`));
  if (!found.success || found.output.TableId !== TableId) throw tableIsGone(TableName);
}

const tableThatStands = v.object({
  TableId: v.string(),
  TableStatus: v.pipe(v.string(), v.notValue('DELETING')),
});

/** Lets dynalite write the items of a table with a stream by `write`. */
function recordItems(store: Store, streams: Streams, write: Write): void {
  const plainItems = store.getItemDb.bind(store);
  store.getItemDb = (name) => {
    const plain = plainItems(name);
    const stream = streams.get(name);
    if (stream === undefined) return plain;
    return {
      ...plain,
      put: (key, item, done) => {
        settle(write(stream, { key, item, by: 'caller' }), done);
      },
      del: (key, done) => {
        settle(write(stream, { key, item: undefined, by: 'caller' }), done);
      },
    };
  };
}

async function pageAfter(store: Store, stream: Stream, sequenceNumber: string, limit: number): Promise<Page> {
  const records: unknown[] = [];
  let last = sequenceNumber;
  let bytes = 0;
  const range = { ...rangeOf(stream), gt: `${placeOf(stream)}${sequenceNumber}`, limit };
  for await (const [key, record] of store.db.iterator(range)) {
    records.push(record);
    last = key.slice(placeOf(stream).length);
    bytes += Buffer.byteLength(JSON.stringify(record));
    if (bytes >= LARGEST_PAGE) break;
  }
  return { records, last };
}

async function latestOf(store: Store, stream: Stream): Promise<string> {
  for await (const [key] of store.db.iterator({ ...rangeOf(stream), reverse: true, limit: 1 }))
    return key.slice(placeOf(stream).length);
  return '';
}

function settle(work: Promise<void>, done: (error: unknown) => void): void {
  work.then(
    () => {
      done(null);
    },
    (error: unknown) => {
      done(error);
    },
  );
}

/** Where dynalite has an item. */
function placeOfItem({ TableName }: Table, key: string): string {
  return `item-${TableName}~${key}`;
}

/** Where the records of a stream are: a table that is created anew has a new stream. */
function placeOf({ table, label }: Stream): string {
  return `stream-${table.TableName}~${label}~`;
}

function rangeOf(stream: Stream): { readonly gt: string; readonly lt: string } {
  return { gt: placeOf(stream), lt: `${placeOf(stream)}~` };
}
