/** The local run's event source mappings, on the embedded tables and functions of a few lines. */
import { createTables } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { followStreams } from '../../../local/streams.ts';
import { databaseAt } from '../../support/tables/database.ts';
import { templateOf } from '../../support/gateway/parts.ts';
import { jsonOrUndefined } from '../../support/json-or-undefined.ts';
import { tableOf } from '../../support/tables/tables.ts';
import { setTimeout as sleep } from 'node:timers/promises';
import { until } from '../../support/time/until.ts';
import { startEngine } from '../../support/tables/engine.ts';

/** Logs its event; reports the first record of an item `bad` the first two times that it comes, or always. */
const consuming = (times: number) => `
let failed = 0;
exports.handler = async (event) => {
  console.log(JSON.stringify(event));
  const bad = event.Records.find(({ dynamodb }) => dynamodb.Keys.id.S === 'bad');
  if (bad === undefined || failed++ >= ${times}) return { batchItemFailures: [] };
  return { batchItemFailures: [{ itemIdentifier: bad.dynamodb.SequenceNumber }] };
};`;

interface Seen {
  readonly Records: readonly {
    readonly dynamodb: { readonly Keys: { readonly id: { readonly S: string } } };
  }[];
}

describe('a function that consumes a stream', () => {
  let dynamodb: DynamoDB;
  beforeAll(async () => {
    dynamodb = await startEngine();
  });
  afterAll(() => dynamodb.close());

  async function consume(table: string, code: string, retries: number) {
    const { create } = tableOf(table, 'id');
    const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const };
    await createTables(dynamodb.endpoint, [{ create: { ...create, StreamSpecification } }]);
    const events: Seen[] = [];
    const faults: string[] = [];
    const template = {
      ...templateOf({ Consumer: code }),
      streamConsumers: [
        {
          logicalId: 'Mapping',
          functionId: 'Consumer',
          table,
          startingPosition: 'TRIM_HORIZON' as const,
          batchSize: 10,
          retries,
        },
      ],
    };
    const functions = createFunctions(template, {
      environment: {},
      maxInstances: 1,
      onLog: (_, line) => {
        const event = jsonOrUndefined(line);
        if (isSeen(event)) events.push(event);
      },
    });
    const database = databaseAt(dynamodb.endpoint);
    for (const id of ['a', 'bad', 'c']) await database.put(table, { id, bytes: Buffer.from('bytes') });
    const streams = await followStreams(template, {
      endpoint: dynamodb.endpoint,
      functions,
      onFault: (fault) => faults.push(String(fault)),
    });
    const batches = () => events.map(({ Records }) => Records.map((one) => one.dynamodb.Keys.id.S).join(' '));
    return { database, events, faults, streams, functions, batches };
  }

  test('is given changes as AWS documents them, in order, and from the failed one on again', async () => {
    const { events, batches, faults, streams, functions } = await consume('again', consuming(2), 5);
    await until('three batches', () => batches().length >= 3);
    await streams.close();
    functions.close();
    expect(batches()).toEqual(['a bad c', 'bad c', 'bad c']);
    expect(faults).toEqual([]);
    expect(events[0]?.Records[0]).toMatchObject({
      eventID: expect.any(String),
      eventName: 'INSERT',
      eventSource: 'aws:dynamodb',
      eventSourceARN: expect.stringMatching(/:table\/again\/stream\//),
      dynamodb: {
        ApproximateCreationDateTime: expect.any(Number),
        Keys: { id: { S: 'a' } },
        NewImage: { id: { S: 'a' }, bytes: { B: Buffer.from('bytes').toString('base64') } },
        SequenceNumber: expect.stringMatching(/^\d+$/),
        StreamViewType: 'NEW_AND_OLD_IMAGES',
      },
    });
  });

  test('is given up on after its retries, which is told, and then gets what comes next', async () => {
    const { database, batches, faults, streams, functions } = await consume('given-up', consuming(1e9), 1);
    await until('a fault', () => faults.length > 0);
    await database.put('given-up', { id: 'd' });
    await until('the change of d', () => batches().includes('d'));
    await streams.close();
    functions.close();
    expect(batches()).toEqual(['a bad c', 'bad c', 'd']);
    expect(faults).toEqual(['Error: Mapping has given up 2 changes: the function reported a failure']);
  });

  test('gets nothing more once the streams are closed, even while it fails', async () => {
    const { batches, streams, functions } = await consume('closed', consuming(1e9), -1);
    await until('a batch', () => batches().length > 0);
    await streams.close();
    const seen = batches().length;
    // Longer than the pause before the next try: nothing tells us of what does not come.
    await sleep(1_500);
    functions.close();
    expect(batches()).toHaveLength(seen);
  });
});

function isSeen(event: unknown): event is Seen {
  return typeof event === 'object' && event !== null && 'Records' in event;
}
