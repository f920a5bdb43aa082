/** Creates the policy items of seeds: each seed once for each table, whatever becomes of the item afterwards. */
import * as v from 'valibot';
import { createBackgroundClient } from '../../adapters/dynamodb/client.ts';
import { getItem, putIfAbsent } from '../../adapters/dynamodb/items.ts';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import type { RawItem } from '../../adapters/dynamodb/plain-item.ts';
import { putIfUnchanged } from '../../adapters/dynamodb/unchanged-item.ts';
import { TABLES } from '../../core/contract.ts';
import { SEED_RECORD } from '../../core/seeds.ts';

export interface Seed {
  readonly route: string;
  readonly [field: string]: unknown;
}

export interface Seeding {
  readonly table: string;
  readonly seeds: readonly Seed[];
  /** Keys of the seeds of the deployment before, where it may have put them into this table without recording it. */
  readonly had: readonly string[];
}

/** Which seeds the table has had, as it is stored in the table. */
const seedRecord = v.object({ seeds: v.array(v.string()) });

const client = createBackgroundClient();
const { partitionKey } = TABLES.policy;

/** What became of the seeds. */
export interface Seeded {
  /** Keys that the table has had before and that have no item now: somebody has deleted it. */
  readonly deleted: readonly string[];
}

/** Two deployments may record at once. */
const MOST_ATTEMPTS = 5;

/**
 * An item that exists is left as it is. The record is written last: a seed whose item was put, but not recorded, is put
 * again at the next deployment, and one that is recorded never is.
 */
export async function createSeeds(seeding: Seeding, abortSignal: AbortSignal): Promise<Seeded> {
  for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
    const before = await itemOf(seeding.table, SEED_RECORD, abortSignal);
    const had = await hadBefore(seeding, before, abortSignal);
    const missing = seeding.seeds.filter(({ route }) => !had.has(route));
    for (const seed of missing) await create(seeding.table, seed, abortSignal);
    const routes = [...had, ...missing.map(({ route }) => route)];
    if (await record(seeding.table, routes, before, abortSignal))
      return { deleted: await deletedOf(seeding, had, abortSignal) };
  }
  throw new Error(`the item ${SEED_RECORD} is changed by other deployments: deploy again`);
}

/**
 * Without a record, the table is new, or version 0.1 has filled it, which kept none: then it has at least one of the seeds
 * of the deployment before.
 */
async function hadBefore(
  { table, had }: Seeding,
  recorded: RawItem | undefined,
  abortSignal: AbortSignal,
): Promise<ReadonlySet<string>> {
  if (recorded !== undefined) return new Set(recordedIn(plainItem(recorded)));
  for (const route of had) if ((await itemOf(table, route, abortSignal)) !== undefined) return new Set(had);
  return new Set();
}

async function deletedOf(
  { table, seeds }: Seeding,
  had: ReadonlySet<string>,
  abortSignal: AbortSignal,
): Promise<readonly string[]> {
  const deleted: string[] = [];
  for (const { route } of seeds)
    if (had.has(route) && (await itemOf(table, route, abortSignal)) === undefined) deleted.push(route);
  return deleted;
}

/** False where the record is no more as it was read. */
async function record(
  table: string,
  routes: readonly string[],
  before: RawItem | undefined,
  abortSignal: AbortSignal,
): Promise<boolean> {
  if (before !== undefined && recordedIn(plainItem(before)).length === routes.length) return true;
  const item = { [partitionKey]: SEED_RECORD, seeds: routes };
  const compared = { client, table, partitionKey, attributes: Object.keys(item) };
  return putIfUnchanged(compared, item, before, { abortSignal });
}

function recordedIn(item: unknown): readonly string[] {
  const parsed = v.safeParse(seedRecord, item);
  if (parsed.success) return parsed.output.seeds;
  throw new Error(
    `the item ${SEED_RECORD} is not the list that a deployment writes: put it back, or delete it and deploy again. Without ` +
      'it, an update takes the policies of the deployment before for created, and a new stack creates all that are absent',
  );
}

async function create(table: string, seed: Seed, abortSignal: AbortSignal): Promise<void> {
  const item = { ...seed, version: 1, updatedAt: new Date().toISOString(), updatedBy: 'seed' };
  await putIfAbsent(client, { table, partitionKey, item }, { abortSignal });
}

function itemOf(table: string, route: string, abortSignal: AbortSignal): Promise<RawItem | undefined> {
  return getItem(client, { table, key: { [partitionKey]: route } }, { abortSignal });
}
