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
  await createTables(database.endpoint, [tableOf('policy', 'route')]);
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

async function run(
  RequestType: string,
  seeds: object[],
  before?: object[],
  by = functions,
): Promise<unknown> {
  answers = [];
  await by.invoke(BUNDLES.seedPolicies, {
    RequestType,
    ResponseURL: answersUrl,
    StackId: 's',
    RequestId: 'r',
    LogicalResourceId: 'l',
    ResourceProperties: { ServiceToken: 't', Seeds: JSON.stringify(seeds) },
    ...(before === undefined
      ? {}
      : { OldResourceProperties: { ServiceToken: 't', Seeds: JSON.stringify(before) } }),
  });
  return answers[0];
}

async function read(route: string): Promise<unknown> {
  const { Item } = await client.send(
    new GetItemCommand({ TableName: 'policy', Key: marshall({ route }), ConsistentRead: true }),
  );
  return Item === undefined ? undefined : unmarshall(Item);
}

const A = { route: 'GET /a', maxAge: 300 };
const B = { route: 'GET /b', acr: 'loa2' };

test('the first deployment creates the items', async () => {
  expect(await run('Create', [A])).toMatchObject({
    Status: 'SUCCESS',
    PhysicalResourceId: 'step-up-policy-seeds',
  });
  expect(await read('GET /a')).toMatchObject({ maxAge: 300, version: 1, updatedBy: 'seed' });
});

test('a later one never overwrites what an administrator has written', async () => {
  await client.send(
    new PutItemCommand({ TableName: 'policy', Item: marshall({ route: 'GET /a', maxAge: 60 }) }),
  );
  expect(await run('Create', [A])).toMatchObject({ Status: 'SUCCESS' });
  expect(await run('Update', [{ ...A, maxAge: 900 }, B], [A])).toMatchObject({ Status: 'SUCCESS' });
  expect(await read('GET /a')).toEqual({ route: 'GET /a', maxAge: 60 });
  expect(await read('GET /b')).toMatchObject({ acr: 'loa2' });
});

test('nor brings back what an administrator has deleted', async () => {
  await client.send(new DeleteItemCommand({ TableName: 'policy', Key: marshall({ route: 'GET /b' }) }));
  expect(await run('Update', [A, B], [A, B])).toMatchObject({ Status: 'SUCCESS' });
  expect(await read('GET /b')).toBeUndefined();
});

test('taking the stack away leaves the items', async () => {
  expect(await run('Delete', [A])).toMatchObject({ Status: 'SUCCESS' });
  expect(await read('GET /a')).toBeDefined();
});

test.each([
  ['a table that cannot be written', { POLICY_TABLE: 'nowhere' }, /in table nowhere\. ResourceNotFound/],
  ['an environment without the table', {}, /POLICY_TABLE is not set/],
])('%s fails the deployment, with the reason', async (_, environment: Record<string, string>, reason) => {
  const misdirected = seeding(environment);
  expect(await run('Create', [A], undefined, misdirected)).toMatchObject({
    Status: 'FAILED',
    Reason: expect.stringMatching(reason),
  });
  misdirected.close();
});
