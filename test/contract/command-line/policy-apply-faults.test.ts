/** A policy file of which a fault of ours, in the middle, lets only some changes be made. */
import { administration } from '../../../admin/administration.ts';
import { startAdminWorld } from '../../support/admin/admin-world.ts';
import type { AdminWorld } from '../../support/admin/admin-world.ts';

const ACR = 'urn:example:loa:2';
const KEYS = ['GET /accounts', 'GET /b', 'POST /payments/{id}'];

const logged: unknown[] = [];
const admin = administration((_, cause) => {
  logged.push(cause);
});

let world: AdminWorld;
beforeAll(async () => {
  world = await startAdminWorld([]);
});
afterAll(() => world.close());

test('is the refusal `internal`, which says what is made and what is not, with the cause in the log', async () => {
  const cause = new TypeError('x is not a function');
  let writes = 0;
  world.connection.dynamodb.middlewareStack.add(
    (next, { commandName }) =>
      (args) => {
        if (commandName === 'PutItemCommand' && (writes += 1) > 1) throw cause;
        return next(args);
      },
    { step: 'initialize', name: 'fault' },
  );
  const applied = await admin.applyPolicies(world.connection, {
    items: new Map(KEYS.map((route) => [route, { route, acr: ACR }])),
    prune: false,
    loosen: false,
    writer: 'a test',
    now: () => 1_790_000_000,
  });
  world.connection.dynamodb.middlewareStack.remove('fault');
  const [{ route: made } = {}] = await world.database.scan('policy');
  expect(applied).toMatchObject({
    ok: false,
    error: {
      code: 'internal',
      facts: {
        correlationId: expect.any(String),
        done: [made],
        notDone: KEYS.filter((key) => key !== made),
        unknown: [],
      },
    },
  });
  expect(logged).toEqual([cause]);
});
