/** Deletes items that have expired, late, as AWS does (Amazon DynamoDB: "Using time to live"). */
import dynalite from 'dynalite/db/index.js';
import type { Item, Store, Table } from 'dynalite/db/index.js';
import * as v from 'valibot';
import type { Feed } from './feed.ts';
import { storedItem } from './record.ts';

export interface Expiry {
  /** Sets the attribute with the time of expiry; none switches expiry off. False where there is no such table. */
  readonly set: (table: string, attribute: string | undefined) => Promise<boolean>;
  /** Undefined where there is no such table. */
  readonly of: (table: string) => Promise<{ readonly attribute: string | undefined } | undefined>;
  /** Deletes what has expired. `now` is in milliseconds. */
  readonly sweep: (now: number) => Promise<void>;
}

/** AWS takes up to some days. Here: long enough that whoever relies on the deletion notices, in seconds. */
const LATE = 60;

/** AWS deletes nothing whose time of expiry is as long ago: it is more likely a mistake. In seconds. */
const TOO_OLD = 5 * 365 * 86_400;

const setting = v.object({ table: v.string(), tableId: v.string(), attribute: v.string() });

const PREFIX = 'ttl-';

/** The settings are kept in the store. */
export function expiryIn(store: Store, feed: Feed): Expiry {
  return {
    set: async (name, attribute) => {
      const table = await tableNamed(store, name);
      if (table === undefined) return false;
      const key = `${PREFIX}${name}~`;
      const value = { table: name, tableId: table.TableId, attribute };
      await store.db.batch([attribute === undefined ? { type: 'del', key } : { type: 'put', key, value }]);
      return true;
    },
    of: async (name) => {
      const table = await tableNamed(store, name);
      return table && { attribute: await attributeOf(store, table) };
    },
    sweep: async (now) => {
      for await (const [, value] of store.db.iterator({ gt: PREFIX, lt: `${PREFIX}~` })) {
        const table = await tableNamed(store, v.parse(setting, value).table);
        const attribute = table && (await attributeOf(store, table));
        if (table === undefined || attribute === undefined) continue;
        await sweepTable({ store, feed, table, isDue: (item) => isExpired(item, attribute, now) });
      }
    },
  };
}

function tableNamed(store: Store, name: string): Promise<Table | undefined> {
  return new Promise((resolve) => {
    store.getTable(name, false, (_, table) => {
      resolve(table);
    });
  });
}

/** A setting counts for the table for which it was made, not for a later one of its name. */
async function attributeOf(store: Store, table: Table): Promise<string | undefined> {
  const found = v.safeParse(setting, await store.db.get(`${PREFIX}${table.TableName}~`));
  return found.success && found.output.tableId === table.TableId ? found.output.attribute : undefined;
}

interface Sweep {
  readonly store: Store;
  readonly feed: Feed;
  readonly table: Table;
  readonly isDue: (item: unknown) => boolean;
}

async function sweepTable(sweep: Sweep): Promise<void> {
  const { store, table, isDue } = sweep;
  const items = { gt: `item-${table.TableName}~`, lt: `item-${table.TableName}~~` };
  for await (const [place, item] of store.db.iterator(items)) if (isDue(item)) await expire(sweep, place);
}

/** As a writer of the item does: under its lock, and with the entries in indexes. What was written since is left alone. */
function expire({ store, feed, table, isDue }: Sweep, place: string): Promise<void> {
  const key = place.slice(place.indexOf('~') + 1);
  return new Promise((resolve, reject) => {
    store.getItemDb(table.TableName).lock(key, (release) => {
      const deleted = async () => {
        const item = v.parse(storedItem, await store.db.get(place));
        if (item === undefined || !isDue(item)) return;
        await removeEntries(store, table, item);
        await feed.expire(table, key);
      };
      deleted().then(
        release(() => {
          resolve();
        }),
        (error: unknown) => {
          release(() => {
            reject(error instanceof Error ? error : new Error(String(error)));
          })();
        },
      );
    });
  });
}

function removeEntries(store: Store, table: Table, item: Item): Promise<void> {
  return new Promise((resolve, reject) => {
    dynalite.updateIndexes(store, table, item, null, (error) => {
      if (error instanceof Error) reject(error);
      else resolve();
    });
  });
}

function isExpired(stored: unknown, attribute: string, now: number): boolean {
  const time = v.safeParse(v.object({ [attribute]: v.object({ N: v.string() }) }), stored);
  if (!time.success) return false;
  const age = now / 1_000 - Number(time.output[attribute]?.N);
  return age > LATE && age < TOO_OLD;
}
