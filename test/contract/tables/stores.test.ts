import { DeleteItemCommand, DynamoDBClient, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { clockOf } from '../../../adapters/clock.ts';
import { createGrantStore } from '../../../adapters/stores/grant-store.ts';
import { hashParts, hashSecret } from '../../../adapters/hash.ts';
import { createPolicyStore } from '../../../adapters/stores/policy-store.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';
import { createRiskStore } from '../../../adapters/stores/risk-store.ts';
import { createLocalClient, createTables, LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { startDynamoDBProxy } from '../../support/tables/proxy.ts';
import { grantFor, NOW, input, VOCABULARY } from '../../support/policies/decision-inputs.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { storedGrant } from '../../support/tables/stored-grant.ts';
import { TABLES } from '../../support/tables/tables.ts';
import { startEngine } from '../../support/tables/engine.ts';

const SIGNAL = new AbortController().signal;

stretchedLimits();

let database: DynamoDB;
let client: DynamoDBClient;
let time = 0;
const stale: unknown[] = [];
const invalid: string[] = [];
const clock = clockOf(() => time);
const broken = () => createLocalClient('http://127.0.0.1:9');

beforeAll(async () => {
  database = await startEngine();
  client = createLocalClient(database.endpoint);
  await createTables(database.endpoint, TABLES);
});
afterAll(() => database.close());
beforeEach(() => {
  time = NOW * 1000;
  stale.length = 0;
  invalid.length = 0;
});

const put = (TableName: string, item: object) =>
  client.send(new PutItemCommand({ TableName, Item: marshall(item) }));
const policies = (of = client, mostCandidates = 100) =>
  createPolicyStore(of, { table: 'policy', vocabulary: VOCABULARY, mostCandidates }, clock, {
    onStale: (cause) => stale.push(cause),
    onInvalid: (item) => invalid.push(item),
  });
test('a route that is deeper than every route of the API has no policy, even if an item above it exists [invented-resource-bounded]', async () => {
  await put('policy', { route: 'ANY /deep/*', acr: 'loa2' });
  const shallow = policies(client, 6);
  expect(await shallow.policy('GET', '/deep/a', SIGNAL)).toMatchObject({ kind: 'found' });
  expect(await shallow.policy('GET', '/deep/a/b', SIGNAL)).toEqual({ kind: 'missing' });
  expect(await policies().policy('GET', '/deep/a/b', SIGNAL)).toMatchObject({ kind: 'found' });
});

test('the most specific policy item counts', async () => {
  await put('policy', { route: 'ANY /shop/*', acr: 'loa2' });
  await put('policy', { route: 'POST /shop/{id}', acr: 'loa4' });
  expect(await policies().policy('POST', '/shop/{id}', SIGNAL)).toMatchObject({
    kind: 'found',
    versions: [{ demands: { base: { acr: ['loa4'] } } }],
  });
  expect(await policies().policy('GET', '/shop/{id}', SIGNAL)).toMatchObject({
    versions: [{ demands: { base: { acr: ['loa2', 'loa3', 'loa4'] } } }],
  });
  expect(await policies().policy('GET', '/shop', SIGNAL)).toEqual({ kind: 'missing' });
});

test('a malformed item closes its route, and does not uncover a weaker one', async () => {
  await put('policy', { route: 'ANY /weak/*' });
  await put('policy', { route: 'GET /weak/{id}', maxage: 30 });
  expect(await policies().policy('GET', '/weak/{id}', SIGNAL)).toMatchObject({
    kind: 'invalid',
    item: 'GET /weak/{id}',
  });
  expect(await policies().policy('POST', '/weak/{id}', SIGNAL)).toMatchObject({ kind: 'found' });
});

test('a group’s item holds for its routes', async () => {
  await put('policy', { route: 'GROUP money', acr: 'loa3' });
  await put('policy', { route: 'GET /money', group: 'money' });
  await put('policy', { route: 'GET /nowhere', group: 'nobody' });
  expect(await policies().policy('GET', '/money', SIGNAL)).toMatchObject({
    target: 'GROUP money',
    versions: [{ demands: { base: { acr: ['loa3', 'loa4'] } } }],
  });
  expect(await policies().policy('GET', '/nowhere', SIGNAL)).toMatchObject({
    kind: 'invalid',
    item: 'GROUP nobody',
  });
});

test('a demand that moves from a route to its group is never lost on the way', async () => {
  const store = policies();
  await put('policy', { route: 'POST /moved', acr: 'loa4' });
  await put('policy', { route: 'GROUP moving' });
  await put('policy', { route: 'GET /neighbour', group: 'moving' });
  await store.policy('POST', '/moved', SIGNAL);
  time += 5_000;
  await store.policy('GET', '/neighbour', SIGNAL);
  await put('policy', { route: 'GROUP moving', acr: 'loa4' });
  await put('policy', { route: 'POST /moved', group: 'moving' });
  time += 3_500;
  expect(await store.policy('POST', '/moved', SIGNAL)).toMatchObject({
    versions: [{ demands: { base: { acr: ['loa4'] } } }],
  });
});

test('a number that JavaScript cannot hold closes its own route, and no other', async () => {
  const write = (route: string) =>
    client.send(
      new PutItemCommand({
        TableName: 'policy',
        Item: { route: { S: route }, maxAge: { N: '12345678901234567.5' } },
      }),
    );
  await write('ANY /odd/*');
  await put('policy', { route: 'GET /odd/{id}', acr: 'loa2' });
  const store = policies();
  expect(await store.policy('GET', '/odd/{id}', SIGNAL)).toMatchObject({
    versions: [{ demands: { base: { acr: ['loa2', 'loa3', 'loa4'] } } }],
  });
  expect(await store.policy('POST', '/odd/{id}', SIGNAL)).toMatchObject({ kind: 'invalid' });
  expect([stale, invalid]).toEqual([[], ['ANY /odd/*']]);
});

test('an edit is in force within ten seconds [edit-within-ten-seconds]', async () => {
  const store = policies();
  await put('policy', { route: 'GET /edited' });
  await store.policy('GET', '/edited', SIGNAL);
  await put('policy', { route: 'GET /edited', acr: 'loa4' });
  time += 1_000;
  expect(await store.policy('GET', '/edited', SIGNAL)).toMatchObject({
    versions: [{ demands: { base: { acr: 'any' } } }],
  });
  time += 8_000;
  expect(await store.policy('GET', '/edited', SIGNAL)).toMatchObject({
    versions: [{ demands: { base: { acr: ['loa4'] } } }],
  });
  await client.send(new DeleteItemCommand({ TableName: 'policy', Key: marshall({ route: 'GET /edited' }) }));
  time += 9_000;
  expect(await store.policy('GET', '/edited', SIGNAL)).toEqual({ kind: 'missing' });
});

const grantStore = (onUnreadable: (cause: unknown) => void = () => undefined) =>
  createGrantStore(client, 'grant', onUnreadable);

test('a grant with an unknown attribute does not count, and is reported', async () => {
  const causes: unknown[] = [];
  const grants = grantStore((cause) => causes.push(cause));
  const value = await storedGrant(client, grantFor(input({})), SIGNAL);
  const { Items = [] } = await client.send(new ScanCommand({ TableName: 'grant' }));
  const item = Items.find(({ id }) => id?.S === hashSecret(value));
  await client.send(new PutItemCommand({ TableName: 'grant', Item: { ...item, cnf: { S: 'key' } } }));
  expect(await grants.find(value, SIGNAL)).toBeUndefined();
  expect(causes).toHaveLength(1);
  expect([await grants.find(`${value.slice(0, -1)}_`, SIGNAL), causes.length]).toEqual([undefined, 1]);
});

test('a grant is found under its value, which the table does not hold [grants-stored-hashed]', async () => {
  const grants = grantStore();
  const grant = grantFor(input({}));
  const value = await storedGrant(client, grant, SIGNAL);
  expect(value).toMatch(/^sug_[A-Za-z0-9_-]{43}$/);
  expect(await grants.find(value, SIGNAL)).toEqual(grant);
  expect(await grants.find(`${value.slice(0, -1)}_`, SIGNAL)).toBeUndefined();
  const { Items } = await client.send(new ScanCommand({ TableName: 'grant' }));
  expect(JSON.stringify(Items)).toContain(hashSecret(value));
  expect(JSON.stringify(Items)).not.toContain(value);
});

const route = (target: string, item = target) => ({ target, item });

test('one sign-in has one use for each policy item, however many ask at once [spent-by-condition]', async () => {
  const use = { issuer: 'i', subject: 's', clientId: 'c', authTime: NOW, ...route('POST /payouts') };
  const stores = [grantStore(), grantStore()];
  const results = await Promise.all(
    Array.from({ length: 20 }, () => stores.map((store) => store.use(use, SIGNAL))).flat(),
  );
  expect(results.filter((spent) => spent)).toHaveLength(1);
  expect(await stores[0]?.use({ ...use, authTime: NOW + 1 }, SIGNAL)).toBe(true);
  expect(await stores[0]?.use({ ...use, ...route('POST /other') }, SIGNAL)).toBe(true);
});

test('the routes of a wildcard item share the one use, also where it was recorded for the route alone', async () => {
  const use = { issuer: 'i', subject: 'w', clientId: 'c', authTime: NOW };
  const any = (target: string) => ({ ...use, ...route(target, 'ANY /x') });
  const store = grantStore();
  const results = await Promise.all(
    ['GET /x', 'POST /x', 'PUT /x'].map((target) => store.use(any(target), SIGNAL)),
  );
  expect(results.filter((spent) => spent)).toHaveLength(1);
  expect(await store.isSpent(any('DELETE /x'), SIGNAL)).toBe(true);
  expect(await store.isSpent({ ...any('GET /x'), authTime: NOW + 1 }, SIGNAL)).toBe(false);
  const now = { ...any('GET /x'), authTime: NOW + 2 };
  expect(await store.use({ ...now, item: 'GET /x' }, SIGNAL)).toBe(true);
  expect([await store.isSpent(now, SIGNAL), await store.use(now, SIGNAL)]).toEqual([true, false]);
});

test('a use whose answer was lost reads as its own success [lost-answer-is-success]', async () => {
  const flaky = await startDynamoDBProxy(database.endpoint);
  flaky.loseAnswers(1);
  const retrying = new DynamoDBClient({
    endpoint: flaky.endpoint,
    region: LOCAL_REGION,
    maxAttempts: 3,
    credentials: LOCAL_CREDENTIALS,
  });
  const use = { issuer: 'i', subject: 'lost', clientId: 'c', authTime: NOW, ...route('POST /payouts') };
  expect(await createGrantStore(retrying, 'grant', () => undefined).use(use, SIGNAL)).toBe(true);
  expect(flaky.operations()).toEqual(['PutItem', 'PutItem']);
  expect(await grantStore().use(use, SIGNAL)).toBe(false);
  await flaky.close();
});

test('a risk signal counts within five seconds, and ends at its time [risk-within-five-seconds]', async () => {
  const risks = createRiskStore(client, 'risk', clock);
  const user = { issuer: 'https://id.example.com', subject: 'alice' };
  expect(await risks.riskOf(user, SIGNAL)).toEqual(NO_RISK);
  const item = { revokedBefore: NOW, expiresAt: NOW + 60, score: 80 };
  await put('risk', { id: hashParts(user.issuer, user.subject), ...item });
  time += 5_000;
  expect(await risks.riskOf(user, SIGNAL)).toEqual({ ...NO_RISK, score: 80, revokedBefore: NOW });
  time += 56_000;
  expect(await risks.riskOf(user, SIGNAL)).toEqual(NO_RISK);
});

test('a risk item that is malformed is an error, not a missing risk [malformed-risk-closes]', async () => {
  await put('risk', { id: hashParts('i', 'malformed'), revokedBefore: 'yesterday' });
  await expect(
    createRiskStore(client, 'risk', clock).riskOf({ issuer: 'i', subject: 'malformed' }, SIGNAL),
  ).rejects.toThrow();
});

test('while the table cannot be read, the policy goes on for five minutes, and no longer [stale-policy-five-minutes]', async () => {
  const proxy = await startDynamoDBProxy(database.endpoint);
  const through = createLocalClient(proxy.endpoint);
  const store = policies(through);
  await put('policy', { route: 'GET /outage', acr: 'loa2' });
  await store.policy('GET', '/outage', SIGNAL);
  await proxy.close();
  time += 299_000;
  expect(await store.policy('GET', '/outage', SIGNAL)).toMatchObject({ kind: 'found' });
  expect(stale).toHaveLength(1);
  time += 2_000;
  await expect(store.policy('GET', '/outage', SIGNAL)).rejects.toThrow();
});

test('what has never been read is not taken for an open route [unreadable-closes]', async () => {
  await expect(policies(broken()).policy('GET', '/any', SIGNAL)).rejects.toThrow();
  await expect(
    createRiskStore(broken(), 'risk', clock).riskOf({ issuer: 'i', subject: 's' }, SIGNAL),
  ).rejects.toThrow();
});
