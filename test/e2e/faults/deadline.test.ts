import * as faults from '../../support/tables/faults.ts';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import { PATIENT } from '../../support/time/moved-time.ts';

/**
 * Each read is slow, and none of them so slow that its own time-out ends it (400 ms for an attempt, a second for a
 * key set): together they take longer than a request may.
 */
const SLOW_READ = 320;
const SLOW_KEY_SET = 800;

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi();
  const grant = { required: true, use: 'once', ttl: 120 };
  await api.put(api.policyTable, { route: 'GROUP money', acr: 'loa2' });
  await api.put(api.policyTable, { route: 'POST /payouts', group: 'money', maxAge: 300, grant });
});
afterAll(() => api.close());

function slowDown(patience: number): void {
  api.time.setPatience(patience);
  api.issuer.answer((_, response) => {
    setTimeout(() => {
      api.issuer.respond(response);
    }, SLOW_KEY_SET);
  });
  api.proxy.inject(faults.late(SLOW_READ));
}

/** All that the instances still do comes to light once they run again. */
async function runAgain(): Promise<void> {
  api.time.setPatience(PATIENT);
  api.proxy.heal();
  api.issuer.recover();
  await api.call('GET /accounts', await api.strong());
}

/**
 * The tables that are read in six requests, each of which reads the risk of its user. A frozen instance can do nothing:
 * they give it time enough for all that it may have left over.
 */
async function readInSixRequests(): Promise<readonly string[]> {
  const tables: string[] = [];
  const late = faults.late(150);
  api.time.setPatience(PATIENT);
  api.proxy.inject((call) => {
    tables.push(['Policy', 'Risk', 'Grant'].find((name) => call.table.includes(name)) ?? call.table);
    return late(call);
  });
  for (let calls = 0; calls < 6; calls += 1) {
    expect((await api.call('GET /statements', await api.strong())).status).toBe(200);
  }
  return tables;
}

describe('a request whose reads are slow, one after the other,', () => {
  test('is ended by its deadline, and by nothing else: a 503 that rings the alarm once', async () => {
    api.reset();
    const [token, grant] = await api.spendable();
    api.forget();
    // Each read has a few hundred milliseconds to spare, on a busy machine too.
    slowDown(4);
    const answer = await api.call('POST /payouts', token, grant);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    await runAgain();
    expect(await api.counted('Fault', 'Allowed')).toEqual({ Fault: 1, Allowed: 1 });
    expect(api.log().text).toContain('no answer within 2 s');
  });

  test('is ended by it too when each read is asked for four times, and nothing of it goes on', async () => {
    api.reset();
    const token = await api.strong();
    api.forget();
    api.time.setPatience(2);
    const silentThrice = (table: string) => faults.only({ table }, faults.times(3, faults.silence));
    const [policy, risk] = [silentThrice('Policy'), silentThrice('Risk')];
    api.proxy.inject((call) => (call.table.includes('Policy') ? policy(call) : risk(call)));
    const answer = await api.call('GET /statements', token);
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    const [first, ...others] = await readInSixRequests();
    // On a slow machine the request may have ended before its policy was read; then the next one reads it.
    const reads = first === 'Policy' ? others : [first, ...others];
    expect(reads).toEqual(Array.from({ length: 6 }, () => 'Risk'));
    expect(await api.counted('Fault', 'Allowed')).toEqual({ Fault: 1, Allowed: 6 });
    expect(api.log().text).toContain('no answer within 2 s');
  });

  test('has really ended: nothing of it goes on in the next ones, and the grant is not spent', async () => {
    api.reset();
    const [token, grant] = await api.spendable();
    slowDown(3);
    expect((await api.call('POST /payouts', token, grant)).status).toBe(503);
    const fetches = api.issuer.fetches();
    api.issuer.recover();
    const [policy, ...reads] = await readInSixRequests();
    expect(policy).toBe('Policy');
    expect(reads).toEqual(Array.from({ length: 6 }, () => 'Risk'));
    expect(api.issuer.fetches()).toBe(fetches);
    api.proxy.heal();
    expect((await api.call('POST /payouts', token, grant)).status).toBe(200);
  });

  test('is a 503 at the exchange, too, and hands out nothing', async () => {
    api.reset();
    const token = await api.strong();
    slowDown(3);
    const answer = await api.exchange(token, 'POST /payouts');
    expect([answer.status, answer.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await answer.json()).toMatchObject({ error: 'temporarily_unavailable' });
    await runAgain();
    // On a busy machine the key set may have been too slow, too; then it is not asked for again at once.
    api.time.advance(31_000);
    expect((await api.exchange(token, 'POST /payouts')).status).toBe(200);
    const counted = await api.counted('Fault', 'Allowed', 'GrantIssued');
    expect(counted).toEqual({ Fault: 1, Allowed: 1, GrantIssued: 1 });
  });
});
