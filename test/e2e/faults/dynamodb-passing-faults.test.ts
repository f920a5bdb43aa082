import { casesOf } from '../../support/effort.ts';
import * as faults from '../../support/tables/faults.ts';
import type { DynamoDBFault } from '../../support/tables/proxy.ts';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import { LESS_PATIENT } from '../../support/time/moved-time.ts';
import { until } from '../../support/time/until.ts';

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi();
});
afterAll(() => api.close());
beforeEach(() => {
  api.reset();
  api.proxy.forget();
});

const statusOf = async (answer: Promise<Response>) => (await answer).status;

/** Each at the first call of an operation on a table. */
const PASSING: readonly (readonly [string, DynamoDBFault])[] = [
  ['throttles', faults.errorAnswer(400, 'ProvisionedThroughputExceededException')],
  ['throttles without a checksum', faults.errorAnswer(400, 'ThrottlingException', { checksum: false })],
  ['has an internal error', faults.errorAnswer(500, 'InternalServerError')],
  ['resets the connection', faults.reset],
  ['cuts its answer off', faults.cut],
  ['loses the answer', faults.loseAnswer],
];

/** Of each kind, those that `npm test` has: an answer, and an answer that is lost. */
const EACH_KIND = /throttles$|loses/;

describe.each(casesOf(PASSING, ([name]) => EACH_KIND.test(name)))(
  'when DynamoDB %s at first,',
  (_, fault) => {
    test('a cold request reads policy, risk and grant, and records the use, by trying again', async () => {
      const [token, grant] = await api.spendable();
      api.proxy.forget();
      api.proxy.inject(faults.firstOfEach(fault));
      expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(200);
      expect(api.proxy.operations()).toEqual(
        ['BatchGetItem', 'BatchGetItem', 'GetItem', 'PutItem'].flatMap((operation) => [operation, operation]),
      );
      await api.counted('Allowed');
      expect(api.log().metrics).not.toHaveProperty('Fault');
      expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(401);
    });

    test('a grant is issued that opens its route, by trying again', async () => {
      const sub = api.newUser();
      api.proxy.inject(faults.firstOfEach(fault));
      const grant = await api.grantFor(await api.strong(sub), 'POST /payouts');
      api.proxy.heal();
      expect(await statusOf(api.call('POST /payouts', await api.weak(sub), grant))).toBe(200);
    });
  },
);

test.each([
  ['the policy', { table: 'Policy' }],
  ['the risk', { table: 'Risk' }],
  ['the grant', { table: 'Grant', operation: 'GetItem' }],
  ['the use', { operation: 'PutItem' }],
])('when DynamoDB does not answer once, %s is asked for again', async (_, call) => {
  const [token, grant] = await api.spendable();
  api.proxy.inject(faults.only(call, faults.times(1, faults.silence)));
  api.time.setPatience(LESS_PATIENT);
  expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(200);
});

/** All with nothing in memory. */
const ONLY_ANSWERS = [
  ['the policy', { table: 'Policy' }],
  ['the risk', { table: 'Risk' }],
  ['the grant', { table: 'Grant', operation: 'GetItem' }],
  ['the record of the use', { operation: 'PutItem' }],
] as const;

describe.each(casesOf(PASSING, ([name]) => name === 'throttles'))(
  'when DynamoDB %s three times in a row,',
  (_, fault) => {
    test.each(ONLY_ANSWERS)('%s is asked for a fourth time', async (_name, call) => {
      const [token, grant] = await api.spendable();
      api.proxy.inject(faults.only(call, faults.times(3, fault)));
      expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(200);
      await api.counted('Allowed');
      expect(api.log().metrics).not.toHaveProperty('Fault');
    });

    test('the exchange asks for the use and stores the grant a fourth time', async () => {
      const token = await api.strong();
      for (const operation of ['GetItem', 'PutItem']) {
        api.proxy.inject(faults.only({ table: 'Grant', operation }, faults.times(3, fault)));
        expect(await statusOf(api.exchange(token, 'POST /payouts'))).toBe(200);
      }
    });

    test('a policy in memory goes on without a fourth time, also when that would succeed', async () => {
      expect(await statusOf(api.call('GET /accounts', await api.weak()))).toBe(200);
      api.time.advance(9_000);
      api.proxy.forget();
      api.proxy.inject(faults.times(3, fault));
      expect(await statusOf(api.call('GET /accounts', await api.weak()))).toBe(200);
      expect(api.proxy.operations()).toEqual(Array.from({ length: 3 }, () => 'BatchGetItem'));
      expect(await api.counted('PolicyStale')).toMatchObject({ PolicyStale: 1 });
    });

    test('a policy in memory that is too old is no answer: it is asked for a fourth time', async () => {
      expect(await statusOf(api.call('GET /accounts', await api.weak()))).toBe(200);
      api.time.advance(301_000);
      api.proxy.inject(faults.times(3, fault));
      expect(await statusOf(api.call('GET /accounts', await api.weak()))).toBe(200);
      await until('both requests', () => api.log().metrics.Allowed === 2);
      expect(api.log().metrics).not.toHaveProperty('PolicyStale');
    });
  },
);

/** Each waits for three limits: `npm test` tries one. */
test.each(casesOf(ONLY_ANSWERS, ([name]) => name === 'the risk'))(
  'when DynamoDB does not answer three times in a row, %s is asked for again',
  async (_, call) => {
    const [token, grant] = await api.spendable();
    api.proxy.inject(faults.only(call, faults.times(3, faults.silence)));
    // Three of five parts of the deadline are gone when the fourth attempt begins, and what is left is for a busy machine.
    api.time.setPatience(3);
    expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(200);
  },
);

test('a call is tried four times, and no more', async () => {
  api.proxy.inject(faults.errorAnswer(400, 'ProvisionedThroughputExceededException'));
  expect(await statusOf(api.call('GET /statements', await api.strong()))).toBe(503);
  expect(api.proxy.operations()).toEqual(Array.from({ length: 4 }, () => 'BatchGetItem'));
});

test('two throttles in a row still fit into a request [retries-fit-request]', async () => {
  for (let round = 0; round < 10; round += 1) {
    api.proxy.inject(
      faults.only(
        { table: 'Risk' },
        faults.times(2, faults.errorAnswer(400, 'ProvisionedThroughputExceededException')),
      ),
    );
    expect(await statusOf(api.call('GET /statements', await api.strong()))).toBe(200);
  }
});

test.each([
  ['everything', faults.allUnprocessed],
  ['the most specific key', faults.firstUnprocessed],
])('when a batch leaves out %s, the rest is asked for, and the strictest item counts', async (_, fault) => {
  await api.put(api.policyTable, { route: 'ANY /*' });
  api.proxy.inject(faults.only({ table: 'Policy' }, faults.times(2, fault)));
  expect(await statusOf(api.call('GET /statements', await api.weak()))).toBe(401);
  expect(api.proxy.operations()).toEqual(Array.from({ length: 3 + 1 }, () => 'BatchGetItem'));
});

describe('a write whose answer is lost', () => {
  test('reads as success, when it is lost twice in a row', async () => {
    const [token, grant] = await api.spendable();
    api.proxy.inject(faults.only({ operation: 'PutItem' }, faults.times(2, faults.loseAnswer)));
    expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(200);
    expect(await statusOf(api.call('POST /payouts', token, grant))).toBe(401);
  });

  test('leaves one grant in the table, whose value is the one that was handed out', async () => {
    const token = await api.strong();
    const before = (await api.scan(api.grantTable)).length;
    api.proxy.inject(faults.only({ operation: 'PutItem' }, faults.times(2, faults.loseAnswer)));
    expect(await api.grantFor(token, 'POST /payouts')).toMatch(/^sug_/);
    expect(await api.scan(api.grantTable)).toHaveLength(before + 1);
  });

  test('of another use is not taken for one’s own', async () => {
    const sub = api.newUser();
    const strong = await api.strong(sub);
    const grants = [await api.grantFor(strong, 'POST /payouts'), await api.grantFor(strong, 'POST /payouts')];
    api.proxy.inject(faults.only({ operation: 'PutItem' }, faults.times(1, faults.loseAnswer)));
    const token = await api.weak(sub);
    const statuses = [];
    for (const grant of grants) statuses.push(await statusOf(api.call('POST /payouts', token, grant)));
    expect(statuses).toEqual([200, 401]);
  });
});

describe('while DynamoDB refuses connections,', () => {
  afterEach(() => api.proxy.listenAgain());

  test('what was never read is a 503, and what was read goes on for five minutes, and no longer', async () => {
    const token = await api.strong();
    expect(await statusOf(api.call('GET /accounts', token))).toBe(200);
    await api.proxy.stopListening();
    expect(await statusOf(api.call('GET /statements', token))).toBe(503);
    api.time.advance(290_000);
    expect(await statusOf(api.call('GET /accounts', await api.strong()))).toBe(200);
    expect(await api.counted('PolicyStale')).toMatchObject({ PolicyStale: 1 });
    api.forget();
    api.time.advance(11_000);
    expect(await statusOf(api.call('GET /accounts', await api.strong()))).toBe(503);
    expect(await api.counted('Fault')).toMatchObject({ Fault: 1 });
  });
});

test('a connection that was closed while the function was frozen is no fault', async () => {
  expect(await statusOf(api.call('GET /statements', await api.strong()))).toBe(200);
  api.proxy.hangUp();
  expect(await statusOf(api.call('GET /statements', await api.strong()))).toBe(200);
  expect(api.log().metrics).not.toHaveProperty('Fault');
});
