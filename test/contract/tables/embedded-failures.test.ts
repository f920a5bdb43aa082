/** A call that the embedded tables cannot take ends alone: they go on, and lock nothing. */
import {
  ConditionalCheckFailedException,
  DeleteTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { openCall, rawCall } from '../../support/tables/raw-call.ts';
import { readStreams } from '../../support/tables/stream-reader.ts';
import { streamed } from '../../support/tables/tables.ts';
import { until } from '../../support/time/until.ts';

const TABLE = 'items';
const Key = { id: { S: 'a' } };

let dynamodb: DynamoDB;
let client: DynamoDBClient;

beforeAll(async () => {
  dynamodb = await startDynamoDB();
  client = createLocalClient(dynamodb.endpoint);
  await createTables(dynamodb.endpoint, [streamed(TABLE)]);
});

beforeEach(async () => {
  const Item = { ...Key, m: { M: { x: { S: '1' } } }, l: { L: [{ S: '1' }] } };
  await client.send(new PutItemCommand({ TableName: TABLE, Item }));
});

afterAll(async () => {
  client.destroy();
  await dynamodb.close();
});

const read = async () =>
  (await client.send(new GetItemCommand({ TableName: TABLE, Key, ConsistentRead: true }))).Item;

const tables = async () => (await client.send(new ListTablesCommand({}))).TableNames ?? [];

/** Puts the item, which waits for ever where a call before has left it locked. */
async function write(): Promise<void> {
  await client.send(new PutItemCommand({ TableName: TABLE, Item: { ...Key, later: { BOOL: true } } }));
  expect(await read()).toEqual({ ...Key, later: { BOOL: true } });
}

test('sets a map and a list to hold what they were', async () => {
  const UpdateExpression = 'SET m.y = m, l[1] = l';
  await client.send(new UpdateItemCommand({ TableName: TABLE, Key, UpdateExpression }));
  expect(await read()).toEqual({
    ...Key,
    m: { M: { x: { S: '1' }, y: { M: { x: { S: '1' } } } } },
    l: { L: [{ S: '1' }, { L: [{ S: '1' }] }] },
  });
});

test.each([
  'begins_with(absent, absent2)',
  'm.x IN (absent)',
  'm.x BETWEEN :low AND absent',
  'm.x BETWEEN absent AND :low',
])('takes a comparison with an attribute that the item does not have as false: %s', async (comparison) => {
  const put = new PutItemCommand({
    TableName: TABLE,
    Item: Key,
    ConditionExpression: `${comparison} OR m.x = :low`,
    ExpressionAttributeValues: { ':low': { S: '0' } },
  });
  await expect(client.send(put)).rejects.toThrow(ConditionalCheckFailedException);
  await write();
});

const DEEP = 100_000;
const item = (attribute: string) => `{"TableName":"${TABLE}","Item":{"id":{"S":"a"},"n":${attribute}}}`;

test.each([
  ['no object', 'PutItem', 'null'],
  ['no JSON', 'PutItem', '{"Table'],
  ['nothing', 'PutItem', ''],
  ['an item of nothing', 'PutItem', `{"TableName":"${TABLE}","Item":{"id":null}}`],
  ['a member of a list of nothing', 'PutItem', item('{"L":[null]}')],
  ['a value of another type', 'PutItem', item('{"N":{}}')],
  ['a value nested deeply', 'PutItem', item('{"L":['.repeat(DEEP) + '{"S":""}' + ']}'.repeat(DEEP))],
  ['a key of nothing', 'GetItem', `{"TableName":"${TABLE}","Key":{"id":null}}`],
  ['a batch of nothing', 'BatchGetItem', `{"RequestItems":{"${TABLE}":{"Keys":[null]}}}`],
  ['writes of nothing', 'BatchWriteItem', `{"RequestItems":{"${TABLE}":[null]}}`],
  [
    'a condition of nothing',
    'PutItem',
    `{"TableName":"${TABLE}","Item":{"id":{"S":"a"}},"Expected":{"n":{"AttributeValueList":[null],"ComparisonOperator":"EQ"}}}`,
  ],
  [
    'a value of an expression of nothing',
    'PutItem',
    `{"TableName":"${TABLE}","Item":{"id":{"S":"a"}},"ConditionExpression":"n=:n","ExpressionAttributeValues":{":n":null}}`,
  ],
])('answers %s with an error, and goes on', async (_, operation, body) => {
  const { status } = await rawCall(dynamodb.endpoint, operation, body);
  expect([400, 500]).toContain(status);
  await write();
});

test('refuses a condition whose parentheses its parser would read for minutes', async () => {
  const ConditionExpression = `${'('.repeat(40)}n = :n${')'.repeat(40)}`;
  const body = { TableName: TABLE, Item: Key, ConditionExpression };
  const { status, text } = await rawCall(dynamodb.endpoint, 'PutItem', JSON.stringify(body));
  expect([status, text]).toEqual([400, expect.stringContaining('parentheses down to 8 levels')]);
});

test.each([
  ['a long expression', { ConditionExpression: 'n = :n OR '.repeat(500) }, 'Expression size has exceeded'],
  ['a large request', { Item: { n: { S: 'x'.repeat(16 * 2 ** 20) } } }, 'larger than 16777216 bytes'],
])('refuses %s', async (_, parts, message) => {
  const { status, text } = await rawCall(dynamodb.endpoint, 'PutItem', JSON.stringify(parts));
  expect([status, text]).toEqual([400, expect.stringContaining(message)]);
});

test.each(['//[', '/?X-Amz-Algorithm=1', '*'])('goes on after a call of %s', async (target) => {
  const socket = openCall(dynamodb.endpoint, target, { length: 2 });
  socket.write('{}');
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 400 /);
  await write();
});

test('goes on after a caller that breaks off in the middle of a body', async () => {
  const socket = openCall(dynamodb.endpoint, '/', { length: 100 });
  await new Promise((resolve) => socket.write('{"Table', resolve));
  socket.destroy();
  await once(socket, 'close');
  await write();
});

test('writes into a table that was deleted and created again only what was sent to it, with its change', async () => {
  const streams = readStreams(dynamodb.endpoint);
  const putMany = (when: string) =>
    Promise.allSettled(
      Array.from({ length: 200 }, (_, n) =>
        client.send(new PutItemCommand({ TableName: 'again', Item: { id: { S: `${when}-${n}` } } })),
      ),
    );
  await createTables(dynamodb.endpoint, [streamed('again')]);
  await Promise.all([
    putMany('before'),
    client.send(new DeleteTableCommand({ TableName: 'again' })),
    until('the table to be gone', async () => !(await tables()).includes('again')).then(() =>
      createTables(dynamodb.endpoint, [streamed('again')]),
    ),
  ]);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'again' }));
  const changes = await streams.records('again');
  expect(changes.map(({ dynamodb: change }) => change?.NewImage?.id?.S).sort()).toEqual(
    Items.map(({ id }) => id?.S).sort(),
  );
  streams.close();
});
