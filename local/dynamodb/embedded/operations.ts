/** The operations that dynalite does not have: the reads of a stream, and the expiry of items. */
import * as v from 'valibot';
import type { Expiry } from './expiry.ts';
import type { Feed } from './feed.ts';
import type { Stream } from './record.ts';

/** An error that DynamoDB answers with, by its name in the API Reference. */
export class Refusal extends Error {
  constructor(name: string, message: string) {
    super(message);
    this.name = name;
  }
}

/** By the name in the header `X-Amz-Target`: gets the body, returns the answer. Rejects with a Refusal, or for a body of another form. */
export type Operations = Readonly<Record<string, (body: unknown) => Promise<object>>>;

/** Each stream has one shard, which never ends. */
const SHARD = 'shardId-00000000000000000000-embedded';

/** The most records of a page (GetRecords). */
const MOST_RECORDS = 1_000;

const describeStream = v.object({ StreamArn: v.string(), ExclusiveStartShardId: v.optional(v.string()) });
const getShardIterator = v.object({
  StreamArn: v.string(),
  ShardId: v.literal(SHARD),
  ShardIteratorType: v.picklist(['TRIM_HORIZON', 'LATEST', 'AFTER_SEQUENCE_NUMBER']),
  SequenceNumber: v.optional(v.pipe(v.string(), v.regex(/^\d{1,40}$/))),
});
const getRecords = v.object({
  ShardIterator: v.string(),
  Limit: v.optional(v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(MOST_RECORDS)), MOST_RECORDS),
});
/** The position in a stream: behind this record. */
const iterator = v.pipe(v.string(), v.parseJson(), v.object({ arn: v.string(), after: v.string() }));
const timeToLive = v.object({
  TableName: v.string(),
  TimeToLiveSpecification: v.object({ AttributeName: v.string(), Enabled: v.boolean() }),
});
const named = v.object({ TableName: v.string() });

/** DynamoDB_20120810 and DynamoDBStreams_20120810. */
export function operationsOn(feed: Feed, expiry: Expiry): Operations {
  const streamNamed = async (arn: string): Promise<Stream> => {
    const stream = await feed.streamOf(/:table\/([^/]+)\/stream\//.exec(arn)?.[1] ?? '');
    if (stream?.arn !== arn) throw notFound(`Requested resource not found: Stream: ${arn} not found`);
    return stream;
  };
  return {
    'DynamoDBStreams_20120810.DescribeStream': async (body) => {
      const { StreamArn, ExclusiveStartShardId } = v.parse(describeStream, body);
      const { table, label, view } = await streamNamed(StreamArn);
      const shard = { ShardId: SHARD, SequenceNumberRange: { StartingSequenceNumber: '0'.repeat(21) } };
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
    },
    'DynamoDBStreams_20120810.GetShardIterator': async (body) => {
      const { StreamArn, ShardIteratorType, SequenceNumber = '' } = v.parse(getShardIterator, body);
      const stream = await streamNamed(StreamArn);
      const after = {
        TRIM_HORIZON: () => '',
        LATEST: () => feed.latest(stream),
        AFTER_SEQUENCE_NUMBER: () => SequenceNumber,
      };
      return { ShardIterator: iteratorAt(StreamArn, await after[ShardIteratorType]()) };
    },
    'DynamoDBStreams_20120810.GetRecords': async (body) => {
      const { ShardIterator, Limit } = v.parse(getRecords, body);
      const { arn, after } = v.parse(iterator, Buffer.from(ShardIterator, 'base64url').toString());
      const page = await feed.after(await streamNamed(arn), after, Limit);
      return { Records: page.records, NextShardIterator: iteratorAt(arn, page.last) };
    },
    'DynamoDB_20120810.UpdateTimeToLive': async (body) => {
      const { TableName, TimeToLiveSpecification } = v.parse(timeToLive, body);
      const { AttributeName, Enabled } = TimeToLiveSpecification;
      if (!(await expiry.set(TableName, Enabled ? AttributeName : undefined))) throw noTable(TableName);
      return { TimeToLiveSpecification };
    },
    'DynamoDB_20120810.DescribeTimeToLive': async (body) => {
      const { TableName } = v.parse(named, body);
      const found = await expiry.of(TableName);
      if (found === undefined) throw noTable(TableName);
      const { attribute: AttributeName } = found;
      return {
        TimeToLiveDescription:
          AttributeName === undefined
            ? { TimeToLiveStatus: 'DISABLED' }
            : { TimeToLiveStatus: 'ENABLED', AttributeName },
      };
    },
  };
}

function iteratorAt(arn: string, after: string): string {
  return Buffer.from(JSON.stringify({ arn, after })).toString('base64url');
}

function noTable(name: string): Refusal {
  return notFound(`Requested resource not found: Table: ${name} not found`);
}

function notFound(message: string): Refusal {
  return new Refusal('ResourceNotFoundException', message);
}
