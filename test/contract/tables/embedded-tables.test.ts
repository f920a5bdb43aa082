/** The embedded tables do what the adapters rely on. */
import {
  BatchGetItemCommand,
  ConditionalCheckFailedException,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  QueryCommand,
} from '@aws-sdk/client-dynamodb';
import type { CreateTableCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import * as faults from '../../support/tables/faults.ts';
import { startDynamoDBProxy } from '../../support/tables/proxy.ts';
import { signedFor } from '../../support/tables/raw-call.ts';
import { tableOf } from '../../support/tables/tables.ts';

const TABLE = 'grants';

const GRANTS: CreateTableCommandInput = {
  TableName: TABLE,
  BillingMode: 'PAY_PER_REQUEST',
  KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
  AttributeDefinitions: [
    { AttributeName: 'id', AttributeType: 'S' },
    { AttributeName: 'subjectHash', AttributeType: 'S' },
    { AttributeName: 'holderHash', AttributeType: 'S' },
    { AttributeName: 'expiresAt', AttributeType: 'N' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'subject',
      KeySchema: [{ AttributeName: 'subjectHash', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
    {
      IndexName: 'holder',
      KeySchema: [
        { AttributeName: 'holderHash', KeyType: 'HASH' },
        { AttributeName: 'expiresAt', KeyType: 'RANGE' },
      ],
      Projection: { ProjectionType: 'KEYS_ONLY' },
    },
  ],
  StreamSpecification: { StreamEnabled: true, StreamViewType: 'NEW_AND_OLD_IMAGES' },
};

const TABLES = [{ create: GRANTS, ttlAttribute: 'expiresAt' }];

let dynamodb: DynamoDB;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamodb = await startDynamoDB();
  client = createLocalClient(dynamodb.endpoint);
  await createTables(dynamodb.endpoint, TABLES);
});

afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

test('says what it is', () => {
  expect(dynamodb.notice).toMatch(/^DynamoDB: dynalite 4\.\d+\.\d+, in memory\.$/);
});

test('refuses a page of any origin, and writes nothing for it', async () => {
  const body = JSON.stringify({ TableName: TABLE, Item: { id: { S: 'of a page' } } });
  const headers = { ...signedFor('PutItem'), origin: dynamodb.endpoint };
  for (const method of ['OPTIONS', 'POST'])
    expect(
      await fetch(dynamodb.endpoint, { method, headers, ...(method === 'POST' ? { body } : {}) }),
    ).toMatchObject({ status: 403 });
  const Key = { id: { S: 'of a page' } };
  expect((await client.send(new GetItemCommand({ TableName: TABLE, Key }))).Item).toBeUndefined();
});

test.each(['constructor', 'DynamoDB_20120810.Nothing', 'DynamoDBStreams_20120810.GetRecords'])(
  'answers a call of %s that it cannot make with a mistake of the caller',
  async (target) => {
    const headers = { ...signedFor('Nothing'), 'x-amz-target': target };
    const answer = await fetch(dynamodb.endpoint, { method: 'POST', headers, body: '{}' });
    expect(answer.status).toBe(400);
  },
);

test('puts an item once under a condition, however many try', async () => {
  const put = new PutItemCommand({
    TableName: TABLE,
    Item: { id: { S: 'once' } },
    ConditionExpression: 'attribute_not_exists(id)',
  });
  const results = await Promise.allSettled(Array.from({ length: 20 }, () => client.send(put)));
  const failures = results.filter((result) => result.status === 'rejected');
  expect(results.length - failures.length).toBe(1);
  expect(failures.every(({ reason }) => reason instanceof ConditionalCheckFailedException)).toBe(true);
});

test('reads its own writes', async () => {
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { id: { S: 'a' }, n: { N: '1' } } }));
  const Key = { id: { S: 'a' } };
  const { Item } = await client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }));
  expect(Item).toEqual({ id: { S: 'a' }, n: { N: '1' } });
});

test('gets a hundred keys in one batch, and returns those that exist', async () => {
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { id: { S: 'batch-7' } } }));
  const Keys = Array.from({ length: 100 }, (_, index) => ({ id: { S: `batch-${index}` } }));
  const { Responses, UnprocessedKeys } = await client.send(
    new BatchGetItemCommand({ RequestItems: { [TABLE]: { Keys, ConsistentRead: true } } }),
  );
  expect(Responses?.[TABLE]).toEqual([{ id: { S: 'batch-7' } }]);
  expect(UnprocessedKeys ?? {}).toEqual({});
});

test('creates tables once, with their time to live', async () => {
  expect(await createTables(dynamodb.endpoint, TABLES)).toEqual({
    created: [],
    existing: [TABLE],
    withoutTtl: [],
  });
  const { TimeToLiveDescription } = await client.send(new DescribeTimeToLiveCommand({ TableName: TABLE }));
  expect(TimeToLiveDescription).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
});

test('says of which tables an engine without time to live deletes nothing', async () => {
  const proxy = await startDynamoDBProxy(dynamodb.endpoint);
  const unknown = faults.errorAnswer(400, 'UnknownOperationException');
  proxy.inject((call) => (call.operation === 'UpdateTimeToLive' ? unknown(call) : call.pass()));
  const { create } = tableOf('without-ttl', 'id');
  const report = await createTables(proxy.endpoint, [{ create, ttlAttribute: 'expiresAt' }]);
  expect(report).toEqual({ created: ['without-ttl'], existing: [], withoutTtl: ['without-ttl'] });
  await proxy.close();
});

test('refuses a table that exists with another key', async () => {
  const create = {
    ...GRANTS,
    KeySchema: [{ AttributeName: 'subjectHash', KeyType: 'HASH' as const }],
    AttributeDefinitions: [{ AttributeName: 'subjectHash', AttributeType: 'S' as const }],
    GlobalSecondaryIndexes: undefined,
  };
  await expect(createTables(dynamodb.endpoint, [{ create }])).rejects.toThrow('exists with the key id HASH');
});

test('refuses a table that exists without an index, as one of an earlier version', async () => {
  const { create } = tableOf('earlier', 'id');
  await createTables(dynamodb.endpoint, [{ create }]);
  await expect(
    createTables(dynamodb.endpoint, [{ create: { ...GRANTS, TableName: 'earlier' } }]),
  ).rejects.toThrow('table earlier exists without the index subject: delete it, or use another database');
});

test('finds in an index the items whose number is above one, the lowest first, and with their keys alone', async () => {
  for (const [id, end] of Object.entries({ c: '30', a: '9', b: '200', d: '10' })) {
    const Item = { id: { S: id }, holderHash: { S: 'h' }, expiresAt: { N: end }, more: { S: 'x' } };
    await client.send(new PutItemCommand({ TableName: TABLE, Item }));
  }
  const { Items } = await client.send(
    new QueryCommand({
      TableName: TABLE,
      IndexName: 'holder',
      KeyConditionExpression: 'holderHash = :h AND expiresAt > :now',
      ExpressionAttributeValues: { ':h': { S: 'h' }, ':now': { N: '9' } },
      Limit: 2,
    }),
  );
  const key = (id: string, end: string) => ({
    id: { S: id },
    holderHash: { S: 'h' },
    expiresAt: { N: end },
  });
  expect(Items).toEqual([key('d', '10'), key('c', '30')]);
});

test('refuses a folder that another run uses, and says so', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  const first = await startDynamoDB({ dataDir });
  const message = `the tables in ${join(dataDir, 'dynalite')} cannot be opened: another local run uses them`;
  await expect(startDynamoDB({ dataDir })).rejects.toMatchObject({
    message: expect.stringContaining(message),
  });
  await first.close();
});

test('keeps its tables in a folder', async () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'dynamodb-'));
  try {
    const Item = { id: { S: 'kept' } };
    await session(dataDir, async (client) => {
      await client.send(new PutItemCommand({ TableName: TABLE, Item }));
    });
    await session(dataDir, async (client) => {
      const found = await client.send(
        new GetItemCommand({ TableName: TABLE, Key: Item, ConsistentRead: true }),
      );
      expect(found.Item).toEqual(Item);
    });
  } finally {
    rmSync(dataDir, { recursive: true, force: true });
  }
});

async function session(dataDir: string, use: (client: DynamoDBClient) => Promise<void>): Promise<void> {
  const engine = await startDynamoDB({ dataDir });
  const client = createLocalClient(engine.endpoint);
  try {
    await createTables(engine.endpoint, TABLES);
    await use(client);
  } finally {
    client.destroy();
    await engine.close();
  }
}
