/** The embedded tables delete what has expired: later than it expires, as AWS does. */
import { DescribeTimeToLiveCommand, QueryCommand, UpdateTimeToLiveCommand } from '@aws-sdk/client-dynamodb';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TABLES as NAMES } from '../../../core/contract.ts';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import { databaseAt } from '../../support/tables/database.ts';
import { readStreams } from '../../support/tables/stream-reader.ts';
import { TABLES } from '../../support/tables/tables.ts';
import { until } from '../../support/time/until.ts';

const StreamSpecification = { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' as const };
const EXPIRING = TABLES.map(({ create }) => ({
  create: { ...create, StreamSpecification },
  ttlAttribute: 'expiresAt',
}));

const now = () => Math.floor(Date.now() / 1_000);

test('deletes what expired more than a minute ago, with its entries in indexes, also after a restart', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'step-up-expiry-'));
  const first = await startDynamoDB({ dataDir });
  await createTables(first.endpoint, EXPIRING);
  const written = databaseAt(first.endpoint);
  const items = {
    ended: { expiresAt: now() - 120, [NAMES.grant.holderIndexKey]: 'h' },
    'just ended': { expiresAt: now() - 10, [NAMES.grant.holderIndexKey]: 'h' },
    living: { expiresAt: now() + 300, [NAMES.grant.holderIndexKey]: 'h' },
    'of a time long ago, which is more likely a mistake': { expiresAt: 1 },
    'without a time': {},
  };
  for (const [id, item] of Object.entries(items)) await written.put('grant', { id, ...item });
  await first.close();

  const second = await startDynamoDB({ dataDir, sweepEvery: 20 });
  const database = databaseAt(second.endpoint);
  const left = async () => (await database.scan('grant')).map(({ id }) => id);
  await until('the deletion', async () => !(await left()).includes('ended'));
  expect(await inIndex(second.endpoint)).toEqual(['just ended', 'living']);
  expect(await lastChange(second.endpoint)).toMatchObject({
    eventName: 'REMOVE',
    userIdentity: { Type: 'Service', PrincipalId: 'dynamodb.amazonaws.com' },
    dynamodb: { Keys: { id: { S: 'ended' } } },
  });
  expect((await left()).toSorted()).toEqual(
    Object.keys(items)
      .toSorted()
      .filter((name) => name !== 'ended'),
  );
  await second.close();
});

/** The ids that the index of holders has. */
async function inIndex(endpoint: string) {
  const client = createLocalClient(endpoint);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: 'grant',
      IndexName: NAMES.grant.holderIndex,
      KeyConditionExpression: '#h = :h',
      ExpressionAttributeNames: { '#h': NAMES.grant.holderIndexKey },
      ExpressionAttributeValues: { ':h': { S: 'h' } },
    }),
  );
  client.destroy();
  return Items.map(({ id }) => id?.S);
}

async function lastChange(endpoint: string) {
  const streams = readStreams(endpoint);
  const records = await streams.records('grant');
  streams.close();
  return records.at(-1);
}

test('switches expiry off, and refuses a table that is not there', async () => {
  const { endpoint, close } = await startDynamoDB();
  await createTables(endpoint, EXPIRING);
  const client = createLocalClient(endpoint);
  const TimeToLiveSpecification = { AttributeName: 'expiresAt', Enabled: false };
  await client.send(new UpdateTimeToLiveCommand({ TableName: 'grant', TimeToLiveSpecification }));
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: 'grant' }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'DISABLED' });
  const TableName = 'nowhere';
  const refusal = { name: 'ResourceNotFoundException' };
  await expect(
    client.send(new UpdateTimeToLiveCommand({ TableName, TimeToLiveSpecification })),
  ).rejects.toMatchObject(refusal);
  await expect(client.send(new DescribeTimeToLiveCommand({ TableName }))).rejects.toMatchObject(refusal);
  client.destroy();
  await close();
});
