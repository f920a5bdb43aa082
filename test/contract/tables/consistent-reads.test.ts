/** What decides on a request is read strongly consistent: the grant, and whether its use is spent. */
import { createGrantStore } from '../../../adapters/stores/grant-store.ts';
import { createLocalClient, createTables } from '../../../local/dynamodb.ts';
import type { DynamoDB } from '../../../local/dynamodb.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';
import { TABLES } from '../../support/tables/tables.ts';
import { stretchedLimits } from '../../support/time/stretched-limits.ts';
import { startEngine } from '../../support/tables/engine.ts';

const SIGNAL = new AbortController().signal;

stretchedLimits();

let database: DynamoDB;

beforeAll(async () => {
  database = await startEngine();
  await createTables(database.endpoint, TABLES);
});
afterAll(() => database.close());

test('a grant and its use are read strongly consistent [reads-are-consistent]', async () => {
  const client = createLocalClient(database.endpoint);
  const asked: unknown[] = [];
  client.middlewareStack.add(
    (next) => (args) => {
      asked.push(args.input);
      return next(args);
    },
    { step: 'initialize' },
  );
  const grants = createGrantStore(client, 'grant', () => undefined);
  await grants.find(`sug_${'a'.repeat(43)}`, SIGNAL);
  const use = { issuer: 'i', subject: 'read', clientId: 'c', authTime: NOW };
  await grants.isSpent({ ...use, target: 'POST /payouts', item: 'POST /payouts' }, SIGNAL);
  const consistent: unknown = expect.objectContaining({ ConsistentRead: true });
  expect(asked).toEqual([consistent, consistent]);
  client.destroy();
});
