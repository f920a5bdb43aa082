/** Follows one stream: its shards, each after its parent, and their records in order. */
import { setTimeout as sleep } from 'node:timers/promises';
import {
  DescribeStreamCommand,
  ExpiredIteratorException,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { Shard, _Record } from '@aws-sdk/client-dynamodb-streams';
import { deliver } from './deliver.ts';
import type { Following } from './following.ts';

/** Lambda polls four times a second; in milliseconds. */
const INTERVAL = 250;

/** The position in a shard: the iterator, and the last record that was delivered. */
interface Reading {
  iterator: string | undefined;
  last: string | undefined;
}

/** Runs until the signal is aborted. Never rejects: a failure is reported, and the read is tried again. */
export async function followStream(following: Following, signal: AbortSignal): Promise<void> {
  const shards = new Map<string, Reading | 'done'>();
  const stopped = () => signal.aborted;
  while (!stopped()) {
    try {
      for (const shard of await openShards(following, shards)) await read(following, shard, shards, signal);
    } catch (error) {
      if (!stopped()) following.onFault(error);
    }
    await sleep(INTERVAL, undefined, { signal }).catch(() => undefined);
  }
}

/** The shards that are not done and whose parent is done or no longer exists. */
async function openShards(
  { client, streamArn }: Following,
  known: ReadonlyMap<string, Reading | 'done'>,
): Promise<readonly string[]> {
  const all: Shard[] = [];
  let ExclusiveStartShardId: string | undefined;
  do {
    const { StreamDescription } = await client.send(
      new DescribeStreamCommand({ StreamArn: streamArn, ExclusiveStartShardId }),
    );
    all.push(...(StreamDescription?.Shards ?? []));
    ExclusiveStartShardId = StreamDescription?.LastEvaluatedShardId;
  } while (ExclusiveStartShardId !== undefined);
  const open = all.filter(({ ShardId = '' }) => known.get(ShardId) !== 'done');
  const ids = new Set(open.map(({ ShardId }) => ShardId));
  return open.flatMap(({ ShardId, ParentShardId }) =>
    ShardId === undefined || (ParentShardId !== undefined && ids.has(ParentShardId)) ? [] : [ShardId],
  );
}

/** Reads and delivers the records that a shard has at the moment. */
async function read(
  following: Following,
  shardId: string,
  shards: Map<string, Reading | 'done'>,
  signal: AbortSignal,
): Promise<void> {
  const known = shards.get(shardId);
  const reading = known === undefined || known === 'done' ? { iterator: undefined, last: undefined } : known;
  shards.set(shardId, reading);
  const stopped = () => signal.aborted;
  while (!stopped()) {
    reading.iterator ??= await iteratorOf(following, shardId, reading);
    const { records, next } = await take(following, reading);
    if (records.length > 0) {
      await deliver(following, records, signal);
      if (stopped()) return;
      reading.last = records.at(-1)?.dynamodb?.SequenceNumber;
    }
    reading.iterator = next;
    if (next === undefined) {
      shards.set(shardId, 'done');
      return;
    }
    if (records.length === 0) return;
  }
}

async function take({ client, consumer }: Following, reading: Reading) {
  try {
    const command = new GetRecordsCommand({ ShardIterator: reading.iterator, Limit: consumer.batchSize });
    const { Records = [], NextShardIterator } = await client.send(command);
    const records: readonly _Record[] = Records;
    return { records, next: NextShardIterator };
  } catch (error) {
    // An iterator is valid for 15 minutes. The next round asks for a new one, after the last record.
    if (error instanceof ExpiredIteratorException) reading.iterator = undefined;
    throw error;
  }
}

async function iteratorOf(
  { client, streamArn, consumer }: Following,
  ShardId: string,
  { last }: Reading,
): Promise<string | undefined> {
  const from =
    last === undefined
      ? { ShardIteratorType: consumer.startingPosition }
      : { ShardIteratorType: 'AFTER_SEQUENCE_NUMBER' as const, SequenceNumber: last };
  const { ShardIterator } = await client.send(
    new GetShardIteratorCommand({ StreamArn: streamArn, ShardId, ...from }),
  );
  return ShardIterator;
}
