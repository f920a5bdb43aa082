import { hashParts } from '../../../adapters/hash.ts';
import { casesOf } from '../../support/effort.ts';
import * as faults from '../../support/tables/faults.ts';
import type { DynamoDBFault } from '../../support/tables/proxy.ts';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import { IMPATIENT, LESS_PATIENT, PATIENT } from '../../support/time/moved-time.ts';
import { until } from '../../support/time/until.ts';

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi();
});
afterAll(() => api.close());

async function expectUnavailable(answer: Promise<Response>): Promise<void> {
  const { status, headers } = await answer;
  expect([status, headers.get('retry-after')]).toEqual([503, '5']);
}

const revoked = async () => {
  const sub = api.newUser();
  await api.put(api.riskTable, {
    id: hashParts(api.issuer.issuer, sub),
    revokedBefore: Math.floor(Date.now() / 1000),
  });
  return sub;
};

const LATE = faults.late(2_500);

/** What meets a fault that only a limit ends has short limits. */
const patienceFor = (fault: DynamoDBFault) =>
  [faults.silence, faults.stall, LATE].includes(fault) ? IMPATIENT : PATIENT;

/** Each for as long as it is injected. The second value: whether what was asked took effect all the same. */
const LASTING: readonly (readonly [string, DynamoDBFault, boolean])[] = [
  ['throttles', faults.errorAnswer(400, 'ProvisionedThroughputExceededException'), false],
  [
    'throttles without a checksum',
    faults.errorAnswer(400, 'ThrottlingException', { checksum: false }),
    false,
  ],
  ['has too many requests of the account', faults.errorAnswer(400, 'RequestLimitExceeded'), false],
  ['denies access', faults.errorAnswer(400, 'AccessDeniedException'), false],
  ['has no such table', faults.errorAnswer(400, 'ResourceNotFoundException'), false],
  ['has no such index', faults.errorAnswer(400, 'ValidationException'), false],
  ['has an internal error', faults.errorAnswer(500, 'InternalServerError'), false],
  ['is unavailable', faults.errorAnswer(503, 'ServiceUnavailable'), false],
  ['does not answer', faults.silence, false],
  ['answers later than the deadline', LATE, true],
  ['stops in the middle of its answer', faults.stall, false],
  ['resets the connection', faults.reset, false],
  ['cuts its answer off', faults.cut, false],
  ['answers with something else than JSON', faults.answerText('<html>'), false],
  ['answers with half a document', faults.answerText('{"Item":{"id":{"S":"alice'), false],
  ['answers with nothing', faults.answerText(''), false],
  ['answers with an empty object', faults.answerText('{}'), false],
  ['answers with null', faults.answerText('null'), false],
  ['loses every answer', faults.loseAnswer, true],
];

const OF_BATCHES: typeof LASTING = [
  ['processes no key', faults.allUnprocessed, false],
  ['never processes the most specific key', faults.firstUnprocessed, false],
];

/** Of each kind of fault, those with which all is tried in `npm test`. With the others, reading a grant is. */
const EACH_KIND = /throttles$|index|does not|loses|no key/;
const eachKind = (faulty: typeof LASTING) => casesOf(faulty, ([name]) => EACH_KIND.test(name));

describe.each(eachKind([...LASTING, ...OF_BATCHES]))('while DynamoDB %s,', (_, fault) => {
  beforeEach(() => {
    api.proxy.heal();
    api.time.setPatience(PATIENT);
    api.forget();
  });

  test('a policy that was never read is a 503, and none once it can be read', async () => {
    api.reset();
    const token = await api.strong();
    // The key set is there, and another policy.
    expect((await api.call('GET /accounts', token)).status).toBe(200);
    api.forget();
    await api.during(faults.only({ table: 'Policy' }, fault), patienceFor(fault), async () => {
      await expectUnavailable(api.call('GET /statements', token));
    });
    expect(await api.counted('Fault')).toMatchObject({ Fault: 1 });
    expect(api.log().metrics).not.toHaveProperty('Allowed');
    expect((await api.call('GET /statements', token)).status).toBe(200);
  });

  test('a policy that was read goes on, no looser than it was, and the alarm hears of it', async () => {
    const [good, poor] = [await api.strong(), await api.weak()];
    expect((await api.call('GET /statements', good)).status).toBe(200);
    api.forget();
    api.time.advance(9_000);
    api.proxy.inject(faults.only({ table: 'Policy' }, fault));
    api.time.setPatience(LESS_PATIENT);
    expect((await api.call('GET /statements', good)).status).toBe(200);
    expect(await api.counted('PolicyStale')).toMatchObject({ PolicyStale: 1 });
    expect((await api.call('GET /statements', poor)).status).toBe(401);
    await api.counted('Allowed', 'Challenged');
    expect(api.log().metrics).not.toHaveProperty('Fault');
  });

  test('a risk that cannot be read is never taken for none, and never from memory', async () => {
    const [sub, calm] = [await revoked(), api.newUser()];
    // Signed in before the revocation, however long the faults take.
    const revokedToken = await api.strong(sub);
    expect((await api.call('GET /statements', await api.strong(calm))).status).toBe(200);
    api.time.advance(6_000);
    await api.during(faults.only({ table: 'Risk' }, fault), patienceFor(fault), async () => {
      await expectUnavailable(api.call('GET /statements', revokedToken));
      await expectUnavailable(api.call('GET /statements', await api.strong(calm)));
    });
    await until('two faults', () => api.log().metrics.Fault === 2);
    expect((await api.call('GET /statements', revokedToken)).status).toBe(401);
    expect((await api.call('GET /statements', await api.strong(calm))).status).toBe(200);
  });
});

describe.each(LASTING)('while DynamoDB %s,', (_, fault) => {
  beforeEach(() => {
    api.proxy.heal();
    api.time.setPatience(PATIENT);
    api.forget();
  });

  test('a grant that cannot be read opens nothing, and does once it can be read', async () => {
    const [token, grant] = await api.spendable();
    await api.during(
      faults.only({ table: 'Grant', operation: 'GetItem' }, fault),
      patienceFor(fault),
      async () => {
        await expectUnavailable(api.call('POST /payouts', token, grant));
      },
    );
    expect(await api.counted('Fault')).toMatchObject({ Fault: 1 });
    expect((await api.call('POST /payouts', token, grant)).status).toBe(200);
  });
});

describe.each(eachKind(LASTING))('while DynamoDB %s,', (_, fault, tookEffect) => {
  beforeEach(() => {
    api.proxy.heal();
    api.time.setPatience(PATIENT);
    api.forget();
  });

  test('a use that cannot be recorded opens nothing, and counts only if it was recorded', async () => {
    const [token, grant] = await api.spendable();
    await api.during(
      faults.only({ table: 'Grant', operation: 'PutItem' }, fault),
      // The reads before the use have to succeed: otherwise nothing would be recorded.
      Math.max(patienceFor(fault), LESS_PATIENT),
      async () => {
        await expectUnavailable(api.call('POST /payouts', token, grant));
      },
    );
    expect(await api.counted('Fault')).toMatchObject({ Fault: 1 });
    expect((await api.call('POST /payouts', token, grant)).status).toBe(tookEffect ? 401 : 200);
    expect((await api.call('POST /payouts', token, grant)).status).toBe(401);
  });

  test.each([
    ['that may not be kept', 'PutItem'],
    ['whose holder’s grants cannot be counted', 'Query'],
  ])('no grant is handed out %s, and one is once it can be', async (_, operation) => {
    const token = await api.strong();
    await api.during(faults.only({ table: 'Grant', operation }, fault), patienceFor(fault), async () => {
      const answer = await api.exchange(token, 'POST /payouts');
      expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
      expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' });
    });
    expect(await api.counted('Fault')).toMatchObject({ Fault: 1 });
    expect(api.log().metrics).not.toHaveProperty('GrantIssued');
    expect((await api.exchange(token, 'POST /payouts')).status).toBe(200);
  });
});
