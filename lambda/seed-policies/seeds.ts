/** Creates the policy items of seeds: each seed once for each table, whatever becomes of the item afterwards. */
import * as v from 'valibot';
import { createBackgroundClient } from '../../adapters/dynamodb/client.ts';
import { getItem, putIfAbsent } from '../../adapters/dynamodb/items.ts';
import { plainItem } from '../../adapters/dynamodb/plain-item.ts';
import { putIfUnchanged } from '../../adapters/dynamodb/unchanged-item.ts';
import { TABLES } from '../../core/contract.ts';
import { SEED_RECORD } from '../../core/policy/key.ts';

export interface Seed {
  readonly route: string;
  readonly [field: string]: unknown;
}

export interface Seeding {
  readonly table: string;
  readonly seeds: readonly Seed[];
  /** Keys of seeds that the table has had already, if nothing is recorded in it. */
  readonly had: readonly string[];
}

/** Which seeds the table has had, as it is stored in the table. */
const seedRecord = v.object({ seeds: v.array(v.string()) });

const client = createBackgroundClient();
const { partitionKey } = TABLES.policy;

/**
 * An item that exists is left as it is. The record is written last: a seed whose item was put, but not recorded, is put
 * again at the next deployment, and one that is recorded never is.
 */
export async function createSeeds({ table, seeds, had }: Seeding, abortSignal: AbortSignal): Promise<void> {
  const key = { [partitionKey]: SEED_RECORD };
  const before = await getItem(client, { table, key }, { abortSignal });
  const recorded = new Set(before === undefined ? had : recordedIn(plainItem(before)));
  const missing = seeds.filter(({ route }) => !recorded.has(route));
  for (const seed of missing) await create(table, seed, abortSignal);
  if (before !== undefined && missing.length === 0) return;
  const record = { ...key, seeds: [...recorded, ...missing.map(({ route }) => route)] };
  const compared = { client, table, partitionKey, attributes: Object.keys(record) };
  if (!(await putIfUnchanged(compared, record, before, { abortSignal })))
    throw new Error(`the item ${SEED_RECORD} was changed by another deployment: deploy again`);
}

function recordedIn(item: unknown): readonly string[] {
  const parsed = v.safeParse(seedRecord, item);
  if (parsed.success) return parsed.output.seeds;
  throw new Error(
    `the item ${SEED_RECORD} is not the list that a deployment writes: delete it, and deploy again. Then the policies of ` +
      'the deployment before count as created',
  );
}

async function create(table: string, seed: Seed, abortSignal: AbortSignal): Promise<void> {
  const item = { ...seed, version: 1, updatedAt: new Date().toISOString(), updatedBy: 'seed' };
  await putIfAbsent(client, { table, partitionKey, item }, { abortSignal });
}
