/** Reads the streams of an engine, as those who follow them do. */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import {
  DescribeStreamCommand,
  DynamoDBStreamsClient,
  GetRecordsCommand,
  GetShardIteratorCommand,
} from '@aws-sdk/client-dynamodb-streams';
import type { GetShardIteratorCommandInput, _Record } from '@aws-sdk/client-dynamodb-streams';
import { createLocalClient, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';

type From = Pick<GetShardIteratorCommandInput, 'ShardIteratorType' | 'SequenceNumber'>;

interface Page {
  readonly records: readonly _Record[];
  /** Where the next page begins. */
  readonly next: string | undefined;
}

export interface StreamReader {
  /** Undefined where the table has no stream. */
  readonly arnOf: (table: string) => Promise<string | undefined>;
  /** Rejects where there is no stream of this ARN. */
  readonly describe: (arn: string | undefined) => Promise<{ readonly shard: string | undefined }>;
  /** A position in the one shard of the stream of a table. */
  readonly positionIn: (table: string, from: From) => Promise<string | undefined>;
  readonly page: (position: string | undefined) => Promise<Page>;
  /** All records of a table, oldest first. */
  readonly records: (table: string) => Promise<readonly _Record[]>;
  readonly close: () => void;
}

export function readStreams(endpoint: string): StreamReader {
  const tables = createLocalClient(endpoint);
  const streams = new DynamoDBStreamsClient({
    endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const arnOf = async (TableName: string) =>
    (await tables.send(new DescribeTableCommand({ TableName }))).Table?.LatestStreamArn;
  const describe = async (StreamArn: string | undefined) => {
    const { StreamDescription } = await streams.send(new DescribeStreamCommand({ StreamArn }));
    return { shard: StreamDescription?.Shards?.[0]?.ShardId };
  };
  const positionIn = async (table: string, from: From) => {
    const StreamArn = await arnOf(table);
    const { shard: ShardId } = await describe(StreamArn);
    return (await streams.send(new GetShardIteratorCommand({ StreamArn, ShardId, ...from }))).ShardIterator;
  };
  const page = async (ShardIterator: string | undefined) => {
    const answer = await streams.send(new GetRecordsCommand({ ShardIterator, Limit: 100 }));
    return { records: answer.Records ?? [], next: answer.NextShardIterator };
  };
  return {
    arnOf,
    describe,
    positionIn,
    page,
    records: async (table) => {
      const all: _Record[] = [];
      let position = await positionIn(table, { ShardIteratorType: 'TRIM_HORIZON' });
      for (;;) {
        const { records, next } = await page(position);
        if (records.length === 0) return all;
        all.push(...records);
        position = next;
      }
    },
    close: () => {
      tables.destroy();
      streams.destroy();
    },
  };
}
