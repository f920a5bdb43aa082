/** Gives functions the changes of tables, as Lambda's event source mappings do (AWS Lambda: "Using Lambda with DynamoDB"). */
import { DescribeTableCommand } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Functions } from './functions/functions.ts';
import { createLocalClient, LOCAL_CREDENTIALS } from './dynamodb.ts';
import { followStream } from './streams/follow.ts';
import type { StreamConsumer, Template } from './template/template.ts';

export interface StreamsOptions {
  readonly endpoint: string;
  readonly functions: Pick<Functions, 'invoke'>;
  /** The stream could not be read, or changes were given up. */
  readonly onFault: (error: unknown) => void;
}

export interface Streams {
  /** One sentence for each table whose changes no function hears of. */
  readonly notices: readonly string[];
  /** Resolves when the current deliveries are done. */
  readonly close: () => Promise<void>;
}

/** Follows the stream of each table that a function of the template consumes. The tables have to exist. */
export async function followStreams(
  { streamConsumers, region }: Pick<Template, 'streamConsumers' | 'region'>,
  { endpoint, functions, onFault }: StreamsOptions,
): Promise<Streams> {
  const client = new DynamoDBStreamsClient({ endpoint, region, credentials: LOCAL_CREDENTIALS });
  const stopping = new AbortController();
  const following: Promise<void>[] = [];
  const notices: string[] = [];
  for (const consumer of streamConsumers) {
    const streamArn = await streamOf(consumer, endpoint, region);
    if (streamArn === undefined) notices.push(withoutStream(consumer));
    else following.push(followStream({ client, streamArn, consumer, functions, onFault }, stopping.signal));
  }
  return {
    notices,
    close: async () => {
      stopping.abort();
      await Promise.all(following);
      client.destroy();
    },
  };
}

function withoutStream({ table, functionId }: StreamConsumer): string {
  return `Audit is off: the table ${table} has no stream here, so ${functionId} hears of no change.`;
}

/** Undefined where the database has no streams, or the table was created without one. */
async function streamOf(
  { table }: StreamConsumer,
  endpoint: string,
  region: string,
): Promise<string | undefined> {
  const client = createLocalClient(endpoint, region);
  try {
    const { Table } = await client.send(new DescribeTableCommand({ TableName: table }));
    return Table?.LatestStreamArn;
  } finally {
    client.destroy();
  }
}
