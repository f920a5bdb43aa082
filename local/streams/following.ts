/** The parts that are needed to follow a stream. */
import type { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import type { Functions } from '../functions/functions.ts';
import type { StreamConsumer } from '../template/template.ts';

export interface Following {
  readonly client: DynamoDBStreamsClient;
  readonly streamArn: string;
  readonly consumer: StreamConsumer;
  readonly functions: Pick<Functions, 'invoke'>;
  readonly onFault: (error: unknown) => void;
}
