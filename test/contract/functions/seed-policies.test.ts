import { createServer } from 'node:http';
import type { Server } from 'node:http';
import { json } from 'node:stream/consumers';
import { DeleteItemCommand, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall, unmarshall } from '@aws-sdk/util-dynamodb';
import { createLocalClient, createTables, startDynamoDB } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import { BUNDLES } from '../../../core/contract.ts';
import { builtFunction } from '../../support/functions/built-function.ts';
import { templateOf } from '../../support/gateway/parts.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { tableOf } from '../../support/tables/tables.ts';
import type { Functions } from '../../../local/functions/functions.ts';

/** The bundle that is deployed, and a CloudFormation that listens. */
let database: DynamoDB;
let client: DynamoDBClient;
let functions: Functions;
let server: Server;
let answersUrl: string;
let answers: unknown[] = [];

beforeAll(async () => {
  database = await startDynamoDB();
  client = createLocalClient(database.endpoint);
  await createTables(
    database.endpoint,
    ['policy', 'other', 'earlier', 'damaged', 'fresh', 'busy'].map((name) => tableOf(name, 'route')),
  );
  functions = seeding({ POLICY_TABLE: 'policy' });
  server = createServer((request, response) => {
    void json(request).then((answer) => {
      answers.push(answer);
      response.end();
    });
  });
  answersUrl = `${await listenOnLoopback(server)}/`;
});
afterAll(async () => {
  functions.close();
  await closeServer(server);
  await database.close();
});

function seeding(environment: Record<string, string>): Functions {
  const fn = { ...builtFunction(BUNDLES.seedPolicies, environment), timeout: 10 };
  return createFunctions(
    { ...templateOf({}), functions: [fn] },
    {
      environment: { AWS_ENDPOINT_URL_DYNAMODB: database.endpoint },
      maxInstances: 1,
      onLog: () => undefined,
    },
  );
}

interface Deployment {
  readonly RequestType: string;
  readonly seeds: readonly object[];
  /** Those of the deployment before. */
  readonly before?: readonly object[];
  readonly by?: Functions;
  readonly table?: string;
  /** Empty, as of version 0.1, which did not name it. */
  readonly tableBefore?: string;
}

async function run({
  RequestType,
  seeds,
  before,
  by = functions,
  table = 'policy',
  tableBefore = table,
}: Deployment): Promise<unknown> {
  const properties = (list: readonly object[], Table: string | undefined) => ({
    ServiceToken: 't',
    Seeds: JSON.stringify(list),
    Table,
  });
  const earlier = answers.length;
  await by.invoke(BUNDLES.seedPolicies, {
    RequestType,
    ResponseURL: answersUrl,
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: properties(seeds, table),
    ...(before === undefined ? {} : { OldResourceProperties: properties(before, tableBefore || undefined) }),
  });
  return answers[earlier];
}

/** A deployment that succeeds, with the function on the table of its properties. */
async function deploy(deployment: Deployment): Promise<void> {
  const by = seeding({ POLICY_TABLE: deployment.table ?? 'policy' });
  expect(await run({ ...deployment, by })).toMatchObject({ Status: 'SUCCESS' });
  by.close();
}

async function read(route: string, TableName = 'policy'): Promise<unknown> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName, Key: marshall({ route }), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : unmarshall(Item);
}

async function remove(route: string, TableName = 'policy'): Promise<void> {
  await client.send(new DeleteItemCommand({ TableName, Key: marshall({ route }) }));
}

const A = { route: 'GET /a', maxAge: 300 };
const B = { route: 'GET /b', acr: 'loa2' };

test('the first deployment creates the items', async () => {
  expect(await run({ RequestType: 'Create', seeds: [A] })).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'step-up-policy-seeds',
  });
  expect(await read('GET /a')).toMatchObject({ maxAge: 300, version: 1, updatedBy: 'seed' });
});

test('a later one never overwrites what an administrator has written', async () => {
  await client.send(
    new PutItemCommand({ TableName: 'policy', Item: marshall({ route: 'GET /a', maxAge: 60 }) }),
  );
  expect(await run({ RequestType: 'Create', seeds: [A] })).toMatchObject({ Status: 'SUCCESS' });
  expect(await run({ RequestType: 'Update', seeds: [{ ...A, maxAge: 900 }, B], before: [A] })).toMatchObject({
    Status: 'SUCCESS',
  });
  expect(await read('GET /a')).toEqual({ route: 'GET /a', maxAge: 60 });
  expect(await read('GET /b')).toMatchObject({ acr: 'loa2' });
});

test('nor brings back what an administrator has deleted', async () => {
  await remove('GET /b');
  expect(await run({ RequestType: 'Update', seeds: [A, B], before: [A, B] })).toMatchObject({
    Status: 'SUCCESS',
  });
  expect(await read('GET /b')).toBeUndefined();
});

test('a seed that is taken away and given again, as by the rollback of an update, does not bring back what was deleted', async () => {
  await deploy({ RequestType: 'Update', seeds: [A], before: [A, B] });
  await deploy({ RequestType: 'Update', seeds: [A, B], before: [A] });
  expect(await read('GET /b')).toBeUndefined();
});

/** Another table in the place of `before`. */
const give = (table: string, before: string) =>
  deploy({ RequestType: 'Update', seeds: [A, B], before: [A, B], table, tableBefore: before });

test('another table has all seeds, and the first, given back, has nothing back that was deleted', async () => {
  await give('other', 'policy');
  expect([await read('GET /a', 'other'), await read('GET /b', 'other')]).toMatchObject([A, B]);
  await remove('GET /a', 'other');
  await give('policy', 'other');
  expect([await read('GET /a'), await read('GET /b')]).toEqual([{ route: 'GET /a', maxAge: 60 }, undefined]);
  await give('other', 'policy');
  expect(await read('GET /a', 'other')).toBeUndefined();
});

test('a stack that is deployed again over a table that was kept brings back nothing that was deleted', async () => {
  await run({ RequestType: 'Delete', seeds: [A, B] });
  await deploy({ RequestType: 'Create', seeds: [A, B] });
  expect(await read('GET /b')).toBeUndefined();
});

describe('in the deployment after version 0.1, which recorded nothing', () => {
  const C = { route: 'GET /c' };
  const upgrade = (table: string) =>
    deploy({ RequestType: 'Update', seeds: [A, B, C], before: [A, B], table, tableBefore: '' });

  test('its table has nothing back that was deleted, and has what is new', async () => {
    await client.send(new PutItemCommand({ TableName: 'earlier', Item: marshall(B) }));
    await upgrade('earlier');
    const found = await Promise.all([A, B, C].map(({ route }) => read(route, 'earlier')));
    expect(found).toMatchObject([undefined, B, C]);
  });

  test('another table has all policies', async () => {
    await upgrade('fresh');
    const found = await Promise.all([A, B, C].map(({ route }) => read(route, 'fresh')));
    expect(found).toMatchObject([A, B, C]);
  });
});

test('what was deleted is named to whoever deploys', async () => {
  const deletedOnes = await run({ RequestType: 'Update', seeds: [A, B], before: [A, B] });
  expect(deletedOnes).toEqual(
    expect.objectContaining({ Status: 'SUCCESS', Reason: expect.stringContaining('GET /b') }),
  );
  expect(deletedOnes).not.toEqual(expect.objectContaining({ Reason: expect.stringContaining('GET /a') }));
});

test('the same call twice at once, as Lambda may make it, creates the policies and succeeds', async () => {
  const twins = [0, 1].map(() => seeding({ POLICY_TABLE: 'busy' }));
  const seeds = Array.from({ length: 20 }, (_, index) => ({ route: `GET /busy/${index}` }));
  answers = [];
  await Promise.all(twins.map((by) => run({ RequestType: 'Create', seeds, by, table: 'busy' })));
  expect(answers).toMatchObject([{ Status: 'SUCCESS' }, { Status: 'SUCCESS' }]);
  const record = await read('SEEDS', 'busy');
  expect(record).toMatchObject({ seeds: expect.arrayContaining(seeds.map(({ route }) => route)) });
  for (const twin of twins) twin.close();
});

test('a record that is damaged fails the deployment, and creates nothing', async () => {
  const Item = marshall({ route: 'SEEDS', seeds: 'GET /a' });
  await client.send(new PutItemCommand({ TableName: 'damaged', Item }));
  const by = seeding({ POLICY_TABLE: 'damaged' });
  expect(await run({ RequestType: 'Create', seeds: [A], by, table: 'damaged' })).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringContaining('the item SEEDS'),
  });
  expect(await read('GET /a', 'damaged')).toBeUndefined();
  by.close();
});

test('taking the stack away leaves the items', async () => {
  expect(await run({ RequestType: 'Delete', seeds: [A] })).toMatchObject({ Status: 'SUCCESS' });
  expect(await read('GET /a')).toBeDefined();
});

test.each([
  ['a table that cannot be written', { POLICY_TABLE: 'nowhere' }, /in table nowhere\. ResourceNotFound/],
  ['an environment without the table', {}, /POLICY_TABLE is not set/],
])('%s fails the deployment, with the reason', async (_, environment: Record<string, string>, reason) => {
  const misdirected = seeding(environment);
  expect(await run({ RequestType: 'Create', seeds: [A], by: misdirected })).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringMatching(reason),
  });
  misdirected.close();
});
