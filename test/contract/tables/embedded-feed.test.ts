/** The change feed of the embedded tables: each change once, in order, with the item before and after it. */
import {
  BatchWriteItemCommand,
  DeleteTableCommand,
  ListTablesCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { ResourceNotFoundException } from '@aws-sdk/client-dynamodb-streams';
import type { _Record } from '@aws-sdk/client-dynamodb-streams';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import { databaseAt } from '../../support/tables/database.ts';
import type { Database } from '../../support/tables/database.ts';
import { readStreams } from '../../support/tables/stream-reader.ts';
import type { StreamReader } from '../../support/tables/stream-reader.ts';
import { streamed, tableOf } from '../../support/tables/tables.ts';
import { until } from '../../support/time/until.ts';

interface Session extends Omit<StreamReader, 'close'> {
  readonly database: Database;
  readonly endpoint: string;
}

/** Opens the tables in a folder, or in memory, for as long as `use` runs. */
async function session(dataDir: string | undefined, use: (session: Session) => Promise<void>): Promise<void> {
  const { endpoint, close } = await startDynamoDB({ dataDir });
  const streams = readStreams(endpoint);
  try {
    await use({ ...streams, database: databaseAt(endpoint), endpoint });
  } finally {
    streams.close();
    await close();
  }
}

const imagesOf = ({ eventName, dynamodb }: _Record) => [
  eventName,
  dynamodb?.OldImage && unmarshall(dynamodb.OldImage),
  dynamodb?.NewImage && unmarshall(dynamodb.NewImage),
];
const folder = () => mkdtempSync(join(tmpdir(), 'step-up-feed-'));

test('has what was created, changed and deleted, and nothing of a write that changes nothing', () =>
  session(undefined, async ({ database, endpoint, records }) => {
    await createTables(endpoint, [streamed('items')]);
    const first = { id: 'a', rules: [{ when: 'x', then: { acr: ['loa2'] } }], bytes: Buffer.from('b') };
    await database.put('items', first);
    await database.put('items', first);
    await database.put('items', { id: 'a', n: 1 });
    await database.remove('items', { id: 'a' });
    await database.remove('items', { id: 'a' });
    const found = await records('items');
    expect(found.map(imagesOf)).toEqual([
      ['INSERT', undefined, { ...first, bytes: new Uint8Array(first.bytes) }],
      ['MODIFY', { ...first, bytes: new Uint8Array(first.bytes) }, { id: 'a', n: 1 }],
      ['REMOVE', { id: 'a', n: 1 }, undefined],
    ]);
    expect(new Set(found.map(({ eventID }) => eventID)).size).toBe(3);
  }));

test('is there after a restart as it was, and goes on', async () => {
  const dataDir = folder();
  const seen: _Record[] = [];
  await session(dataDir, async ({ database, endpoint, records }) => {
    await createTables(endpoint, [streamed('items')]);
    await database.put('items', { id: 'a', n: 1 });
    seen.push(...(await records('items')));
  });
  await session(dataDir, async ({ database, records }) => {
    expect(await records('items')).toEqual(seen);
    await database.put('items', { id: 'a', n: 2 });
    const [, ...later] = await records('items');
    expect(later.map(imagesOf)).toEqual([['MODIFY', { id: 'a', n: 1 }, { id: 'a', n: 2 }]]);
    expect(Number(later[0]?.dynamodb?.SequenceNumber)).toBeGreaterThan(
      Number(seen[0]?.dynamodb?.SequenceNumber),
    );
  });
});

test('after a kill in the middle of 1,000 writes it has each change once, and all that were acknowledged', async () => {
  const dataDir = folder();
  const main = join(import.meta.dirname, '..', '..', 'support', 'tables', 'writer-main.ts');
  const options = JSON.stringify({ dataDir, table: 'items', writes: 1_000 });
  const child = spawn(process.execPath, ['--no-warnings', main, options], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const acknowledged: number[] = [];
  for await (const line of createInterface(child.stdout)) {
    if (line === '{}') continue;
    acknowledged.push(Number(line));
    if (acknowledged.length === 400) child.kill('SIGKILL');
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
  expect(child.signalCode).toBe('SIGKILL');
  await session(dataDir, async ({ database, records }) => {
    const found = await records('items');
    const written = found.map(({ dynamodb }) => Number(dynamodb?.NewImage?.number?.N));
    expect(written).toEqual([...new Set(written)]);
    expect(acknowledged.filter((number) => !written.includes(number))).toEqual([]);
    // From the first change to the last, the images lead to what the table holds.
    const items = new Map<string, unknown>();
    for (const record of found) {
      const [, before, after] = imagesOf(record);
      const id = String(record.dynamodb?.Keys?.id?.S);
      expect(before).toEqual(items.get(id));
      items.set(id, after);
    }
    const stored = await database.scan('items');
    expect(new Map(stored.map((item) => [String(item.id), item]))).toEqual(items);
  });
});

test('gives from LATEST on what is written afterwards, and after a sequence number what came after it', () =>
  session(undefined, async ({ database, endpoint, positionIn, page, records }) => {
    await createTables(endpoint, [streamed('items')]);
    await database.put('items', { id: 'a' });
    const latest = await positionIn('items', { ShardIteratorType: 'LATEST' });
    await database.put('items', { id: 'b' });
    const later = await page(latest);
    expect(later.records.map(imagesOf)).toEqual([['INSERT', undefined, { id: 'b' }]]);
    const [first] = await records('items');
    const behind = await positionIn('items', {
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      SequenceNumber: first?.dynamodb?.SequenceNumber,
    });
    expect((await page(behind)).records).toEqual(later.records);
  }));

test('has updates and batches as it has other writes, each table by itself, and large changes page by page', () =>
  session(undefined, async ({ database, endpoint, records }) => {
    await createTables(endpoint, [streamed('one'), streamed('two')]);
    const client = createLocalClient(endpoint);
    await database.put('one', { id: 'a' });
    await client.send(
      new UpdateItemCommand({
        TableName: 'one',
        Key: { id: { S: 'a' } },
        UpdateExpression: 'SET n = :n',
        ExpressionAttributeValues: { ':n': { N: '1' } },
      }),
    );
    const put = { PutRequest: { Item: { id: { S: 'b' } } } };
    const remove = { DeleteRequest: { Key: { id: { S: 'a' } } } };
    await client.send(new BatchWriteItemCommand({ RequestItems: { one: [put, remove] } }));
    client.destroy();
    const [created, updated, ...batch] = (await records('one')).map(imagesOf);
    expect([created, updated]).toEqual([
      ['INSERT', undefined, { id: 'a' }],
      ['MODIFY', { id: 'a' }, { id: 'a', n: 1 }],
    ]);
    expect(batch.toSorted()).toEqual([
      ['INSERT', undefined, { id: 'b' }],
      ['REMOVE', { id: 'a', n: 1 }, undefined],
    ]);
    const large = 'x'.repeat(300_000);
    for (const id of ['c', 'd', 'e', 'f', 'g']) await database.put('two', { id, large });
    expect((await records('two')).map(({ dynamodb }) => dynamodb?.Keys?.id?.S).join('')).toBe('cdefg');
  }));

test('is a new one where a table is deleted and created again', () =>
  session(undefined, async ({ database, endpoint, records }) => {
    await createTables(endpoint, [streamed('items')]);
    await database.put('items', { id: 'a' });
    const client = createLocalClient(endpoint);
    await client.send(new DeleteTableCommand({ TableName: 'items' }));
    await until(
      'the deletion',
      async () => (await client.send(new ListTablesCommand())).TableNames?.length === 0,
    );
    client.destroy();
    await createTables(endpoint, [streamed('items')]);
    expect(await records('items')).toEqual([]);
  }));

test('does not exist for a table without a stream, nor under another name', () =>
  session(undefined, async ({ endpoint, arnOf, describe }) => {
    await createTables(endpoint, [tableOf('plain', 'id')]);
    expect(await arnOf('plain')).toBeUndefined();
    const arn = 'arn:aws:dynamodb:us-east-1:000000000000:table/plain/stream/2026-01-01T00:00:00.000';
    await expect(describe(arn)).rejects.toBeInstanceOf(ResourceNotFoundException);
  }));
