/** Whoever issues grants counts the live grants of a holder in the index. */
import { ScanCommand } from '@aws-sdk/client-dynamodb';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { createGrantIssuer } from '../../../adapters/stores/grant-issuer.ts';
import { createLocalClient, createTables } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { grantFor, input, NOW } from '../../support/policies/decision-inputs.ts';
import { storedGrant } from '../../support/tables/stored-grant.ts';
import { tableOf, TABLES } from '../../support/tables/tables.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { startEngine } from '../../support/tables/engine.ts';

const SIGNAL = new AbortController().signal;

stretchedLimits();

let database: DynamoDB;
let client: DynamoDBClient;

beforeAll(async () => {
  database = await startEngine();
  client = createLocalClient(database.endpoint);
  await createTables(database.endpoint, TABLES);
});
afterAll(async () => {
  client.destroy();
  await database.close();
});

const issuerOf = (table: string) => createGrantIssuer(client, table);

test('a holder has a hundred live grants, and those that have ended do not count', async () => {
  const grants = issuerOf('grant');
  const holder = grantFor(input({}));
  const ended = { ...holder, issuedAt: NOW - 60, expiresAt: NOW };
  for (let count = 0; count < 100; count += 1) await storedGrant(client, ended, SIGNAL);
  const ends = Array.from({ length: 100 }, (_, index) => NOW + 300 - index);
  for (const expiresAt of ends) await storedGrant(client, { ...holder, expiresAt }, SIGNAL);
  expect(await grants.issue(holder, SIGNAL)).toEqual({ ok: false, error: { earliestEnd: NOW + 201 } });
  expect(await grants.issue({ ...holder, clientId: 'other' }, SIGNAL)).toMatchObject({ ok: true });
  expect(await grants.issue({ ...holder, issuedAt: NOW + 201 }, SIGNAL)).toMatchObject({ ok: true });
});

test('a holder whose live grants cannot be counted gets none, and none is stored [uncounted-gets-none]', async () => {
  const { create } = tableOf('without-index', 'id');
  await createTables(database.endpoint, [{ create }]);
  await expect(issuerOf('without-index').issue(grantFor(input({})), SIGNAL)).rejects.toThrow(/index/i);
  expect((await client.send(new ScanCommand({ TableName: 'without-index' }))).Count).toBe(0);
});
