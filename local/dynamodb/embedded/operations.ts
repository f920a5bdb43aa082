/** The operations that dynalite does not have: the reads of a stream, and the expiry of items. */
import * as v from 'valibot';
import type { Expiry } from './expiry.ts';
import type { Feed } from './feed.ts';
import { DIGITS } from './record.ts';
import type { Stream } from './record.ts';
import { notFound, tableIsGone } from './refusal.ts';

/** Gets the body, returns the answer. Rejects with a Refusal, or for a body of another form. */
export type Operation = (body: unknown) => Promise<object>;

/** By the name in the header `X-Amz-Target`. */
export type Operations = ReadonlyMap<string, Operation>;

/** Each stream has one shard, which never ends. */
const SHARD = 'shardId-00000000000000000000-embedded';

/** The most records of a page (GetRecords). */
const MOST_RECORDS = 1_000;

/** DynamoDB_20120810 and DynamoDBStreams_20120810. */
export function operationsOn(feed: Feed, expiry: Expiry): Operations {
  return new Map([
    ['DynamoDBStreams_20120810.DescribeStream', describeStream(feed)],
    ['DynamoDBStreams_20120810.GetShardIterator', getShardIterator(feed)],
    ['DynamoDBStreams_20120810.GetRecords', getRecords(feed)],
    ['DynamoDB_20120810.UpdateTimeToLive', updateTimeToLive(expiry)],
    ['DynamoDB_20120810.DescribeTimeToLive', describeTimeToLive(expiry)],
  ]);
}

function describeStream(feed: Feed): Operation {
  const form = v.object({ StreamArn: v.string(), ExclusiveStartShardId: v.optional(v.string()) });
  return async (body) => {
    const { StreamArn, ExclusiveStartShardId } = v.parse(form, body);
    const { table, label, view } = await streamNamed(feed, StreamArn);
    const shard = { ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber: '0'.repeat(DIGITS) } };
    return {
      StreamDescription: {
        StreamArn,
        StreamLabel: label,
        StreamStatus: 'ENABLED',
        StreamViewType: view,
        CreationRequestDateTime: table.CreationDateTime,
        TableName: table.TableName,
        KeySchema: table.KeySchema,
        Shards: ExclusiveStartShardId === SHARD ? [] : [shard],
      },
    };
  };
}

function getShardIterator(feed: Feed): Operation {
  const ofShard = { StreamArn: v.string(), ShardId: v.literal(SHARD) };
  const form = v.variant('ShardIteratorType', [
    v.object({ ...ofShard, ShardIteratorType: v.literal('TRIM_HORIZON') }),
    v.object({ ...ofShard, ShardIteratorType: v.literal('LATEST') }),
    v.object({
      ...ofShard,
      ShardIteratorType: v.literal('AFTER_SEQUENCE_NUMBER'),
      SequenceNumber: v.pipe(v.string(), v.digits(), v.length(DIGITS)),
    }),
  ]);
  return async (body) => {
    const asked = v.parse(form, body);
    const stream = await streamNamed(feed, asked.StreamArn);
    switch (asked.ShardIteratorType) {
      case 'TRIM_HORIZON':
        return { ShardIterator: iteratorAt(stream.arn, '') };
      case 'LATEST':
        return { ShardIterator: iteratorAt(stream.arn, await feed.latest(stream)) };
      case 'AFTER_SEQUENCE_NUMBER':
        return { ShardIterator: iteratorAt(stream.arn, asked.SequenceNumber) };
    }
  };
}

function getRecords(feed: Feed): Operation {
  const limit = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_RECORDS));
  const form = v.object({ ShardIterator: v.string(), Limit: v.optional(limit, MOST_RECORDS) });
  const position = v.pipe(v.string(), v.parseJson(), v.object({ arn: v.string(), after: v.string() }));
  return async (body) => {
    const { ShardIterator, Limit } = v.parse(form, body);
    const { arn, after } = v.parse(position, Buffer.from(ShardIterator, 'base64url').toString());
    const { records, last } = await feed.after(await streamNamed(feed, arn), after, Limit);
    return { Records: records, NextShardIterator: iteratorAt(arn, last) };
  };
}

function updateTimeToLive(expiry: Expiry): Operation {
  const specification = v.object({ AttributeName: v.string(), Enabled: v.boolean() });
  const form = v.object({ TableName: v.string(), TimeToLiveSpecification: specification });
  return async (body) => {
    const { TableName, TimeToLiveSpecification } = v.parse(form, body);
    const { AttributeName, Enabled } = TimeToLiveSpecification;
    if (!(await expiry.set(TableName, Enabled ? AttributeName : undefined))) throw tableIsGone(TableName);
    return { TimeToLiveSpecification };
  };
}

function describeTimeToLive(expiry: Expiry): Operation {
  const form = v.object({ TableName: v.string() });
  return async (body) => {
    const { TableName } = v.parse(form, body);
    const found = await expiry.of(TableName);
    if (found === undefined) throw tableIsGone(TableName);
    const { attribute: AttributeName } = found;
    return {
      TimeToLiveDescription:
        AttributeName === undefined
          ? { TimeToLiveStatus: 'DISABLED' }
          : { TimeToLiveStatus: 'ENABLED', AttributeName },
    };
  };
}

async function streamNamed(feed: Feed, arn: string): Promise<Stream> {
  const stream = await feed.streamOf(/:table\/([^/]+)\/stream\//.exec(arn)?.[1] ?? '');
  if (stream?.arn !== arn) throw notFound(`Stream: ${arn}`);
  return stream;
}

/** A position in a stream: behind the record of this number; at the beginning, for the empty text. */
function iteratorAt(arn: string, after: string): string {
  return Buffer.from(JSON.stringify({ arn, after })).toString('base64url');
}
