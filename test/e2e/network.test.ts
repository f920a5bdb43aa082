import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startDynamoDB } from '../../local/dynamodb.ts';
import type { DynamoDB } from '../../local/dynamodb.ts';
import { startDynamoDBProxy } from '../support/dynamodb-proxy.ts';
import type { DynamoDBProxy } from '../support/dynamodb-proxy.ts';
import { AUDIENCE, startIssuer } from '../support/issuer.ts';
import type { TestIssuer } from '../support/issuer.ts';
import { startStack } from '../support/stack.ts';
import type { TestStack } from '../support/stack.ts';

/** An issuer of one's own, named in a trust config: its key set is fetched over HTTP, and the fetches are counted. */
let issuer: TestIssuer;
let database: DynamoDB;
let proxy: DynamoDBProxy;
let stack: TestStack;

beforeAll(async () => {
  issuer = await startIssuer();
  database = await startDynamoDB({ prefer: 'dynalite' });
  proxy = await startDynamoDBProxy(database.endpoint);
  const configFile = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  const trust = { acr: ['loa1', 'loa2'], issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE] }] };
  writeFileSync(configFile, JSON.stringify(trust));
  stack = await startStack({ configFile, dynamodbEndpoint: proxy.endpoint, maxInstances: 1 });
});
afterAll(async () => {
  await stack.close();
  await proxy.close();
  await database.close();
  await issuer.close();
});

async function statusOf(token: string, method: string, path: string): Promise<number> {
  const response = await fetch(`${stack.apiUrl}${path}`, {
    method,
    headers: { Authorization: `Bearer ${token}` },
  });
  return response.status;
}

function forget(): number {
  proxy.forget();
  return issuer.fetches();
}

test('a token, key and policy seen before cost no network call on a route without step-up', async () => {
  const token = await issuer.sign();
  expect(await statusOf(token, 'GET', '/accounts')).toBe(200);
  const fetches = forget();
  for (let request = 0; request < 5; request += 1)
    expect(await statusOf(token, 'GET', '/accounts')).toBe(200);
  expect(proxy.operations()).toEqual([]);
  expect(issuer.fetches()).toBe(fetches);
});

test('and on a route with step-up none but the read of the risk, once in five seconds', async () => {
  const token = await issuer.sign();
  expect(await statusOf(token, 'GET', '/statements')).toBe(200);
  const fetches = forget();
  for (let request = 0; request < 5; request += 1)
    expect(await statusOf(token, 'GET', '/statements')).toBe(200);
  expect(proxy.operations()).toEqual([]);
  await new Promise((resolve) => setTimeout(resolve, 5_100));
  expect(await statusOf(token, 'GET', '/statements')).toBe(200);
  expect(proxy.operations()).toEqual(['GetItem']);
  expect(issuer.fetches()).toBe(fetches);
});

test('a challenge writes nothing', async () => {
  const token = await issuer.sign({ acr: 'loa1' });
  expect(await statusOf(token, 'GET', '/statements')).toBe(401);
  forget();
  expect(await statusOf(token, 'GET', '/statements')).toBe(401);
  expect(proxy.operations()).toEqual([]);
});

test('a token that is refused reads no table', async () => {
  forget();
  expect(await statusOf(await issuer.sign({ exp: 1 }), 'GET', '/statements')).toBe(401);
  expect(proxy.operations()).toEqual([]);
});

test('a database that fails closes the route with a 503 that says when to try again', async () => {
  const token = await issuer.sign({ sub: 'somebody-new' });
  proxy.loseAnswers(100);
  const response = await fetch(`${stack.apiUrl}/statements`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  expect([response.status, response.headers.get('retry-after')]).toEqual([503, '5']);
  proxy.loseAnswers(0);
  expect(await statusOf(token, 'GET', '/statements')).toBe(200);
});
