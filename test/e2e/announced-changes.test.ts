import { hashParts } from '../../adapters/hash.ts';
import { startFaultyApi } from '../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../support/stacks/faulty-api.ts';

const HOUR = 3_600_000;

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi();
  // A change comes at its moment, however long the requests before it take.
  api.time.stop();
});
afterAll(() => api.close());
beforeEach(() => {
  api.reset();
});

const moment = (milliseconds: number) => new Date(Math.ceil(milliseconds / 1000) * 1000).toISOString();
const seconds = (iso: string) => Date.parse(iso) / 1000;

/** An hour from now on: a token that outlives the hours of these tests. */
const tokenFor = (sub: string, acr: string) =>
  api.issuer.sign({ sub, acr, exp: Math.floor(Date.now() / 1000) + 36_000 });

const requirement = async (route: string, token: string): Promise<unknown> => {
  const [method = '', path = ''] = route.split(' ');
  const response = await fetch(`${api.apiUrl}/step-up/requirements/${method}/${encodeURIComponent(path)}`, {
    headers: { Authorization: `Bearer ${token}` },
  });
  return response.json();
};

describe('a change with a date', () => {
  test('is announced in log, metric, context and requirement until its time, and then holds by itself', async () => {
    const effectiveAt = moment(Date.now() + HOUR);
    await api.put(api.policyTable, { route: 'GET /accounts', upcoming: { effectiveAt, acr: 'loa2' } });
    const token = await tokenFor('alice', 'loa1');

    const before = await api.call('GET /accounts', token);
    expect(before.status).toBe(200);
    expect(await before.json()).toMatchObject({
      upcoming: { outcome: 'challenge', effectiveAt: seconds(effectiveAt) },
    });
    expect(await api.counted('UpcomingChallenged')).toMatchObject({ Allowed: 1, UpcomingChallenged: 1 });
    expect(api.log().text).toContain(`"upcomingOutcome":"challenge","upcomingAt":${seconds(effectiveAt)}`);
    expect(await requirement('GET /accounts', token)).toMatchObject({
      deny: false,
      upcoming: [{ effective_at: seconds(effectiveAt), acr_values: 'loa2' }],
    });

    // What is in memory flips as well: nothing is read at the moment itself.
    api.time.advance(HOUR - 5_000);
    expect((await api.call('GET /accounts', token)).status).toBe(200);
    api.time.advance(6_000);
    const after = await api.call('GET /accounts', token);
    expect(after.status).toBe(401);
    expect(after.headers.get('www-authenticate')).toContain('acr_values="loa2"');
    expect(await requirement('GET /accounts', token)).toMatchObject({ acr_values: 'loa2' });
    expect(await requirement('GET /accounts', token)).not.toHaveProperty('upcoming');
    expect((await api.call('GET /accounts', await tokenFor('alice', 'loa2'))).status).toBe(200);
  });

  test('of a group holds for its routes, in the order of the dates', async () => {
    const [first, second] = [moment(Date.now() + HOUR), moment(Date.now() + 2 * HOUR)];
    await api.put(api.policyTable, {
      route: 'GROUP reading',
      upcoming: { effectiveAt: first, acr: 'loa2' },
    });
    await api.put(api.policyTable, {
      route: 'GET /accounts',
      group: 'reading',
      upcoming: { effectiveAt: second, deny: true },
    });
    const token = await tokenFor('bob', 'loa1');
    expect(await requirement('GET /accounts', token)).toMatchObject({
      upcoming: [
        { effective_at: seconds(first), acr_values: 'loa2', deny: false },
        { effective_at: seconds(second), acr_values: 'loa2', deny: true },
      ],
    });
    api.time.advance(HOUR + 1_000);
    expect((await api.call('GET /accounts', token)).headers.get('www-authenticate')).toContain(
      'insufficient_user_authentication',
    );
    api.time.advance(HOUR);
    expect((await api.call('GET /accounts', token)).headers.get('www-authenticate')).toContain(
      'access_denied',
    );
  });
});

describe('a change without a date', () => {
  test('is observed for ever, and never holds', async () => {
    await api.put(api.policyTable, {
      route: 'GET /accounts',
      upcoming: { rules: [{ when: 'risk.score >= 50', acr: 'loa2' }] },
    });
    const [token, risky] = [await tokenFor('carol', 'loa1'), await tokenFor('dave', 'loa1')];
    await api.put(api.riskTable, { id: riskId('dave'), score: 80 });
    expect(await (await api.call('GET /accounts', token)).json()).toMatchObject({
      upcoming: { outcome: 'allow' },
    });
    expect(await (await api.call('GET /accounts', risky)).json()).toMatchObject({
      upcoming: { outcome: 'challenge' },
    });
    expect(await api.counted('UpcomingAllowed', 'UpcomingChallenged')).toMatchObject({
      Allowed: 2,
      UpcomingAllowed: 1,
      UpcomingChallenged: 1,
    });
    api.time.advance(2 * HOUR);
    expect((await api.call('GET /accounts', risky)).status).toBe(200);
  });

  test('that cannot be decided delays no request, and is counted as unknown', async () => {
    await api.put(api.policyTable, {
      route: 'GET /accounts',
      upcoming: { rules: [{ when: 'risk.score >= 50', acr: 'loa2' }] },
    });
    const token = await tokenFor('erin', 'loa1');
    await api.put(api.riskTable, { id: riskId('erin'), score: 'unreadable' });
    const answer = await api.call('GET /accounts', token);
    expect(answer.status).toBe(200);
    expect(await answer.json()).toMatchObject({ upcoming: { outcome: 'unknown' } });
    expect(await api.counted('UpcomingUnknown')).toMatchObject({ Allowed: 1, UpcomingUnknown: 1 });
  });
});

function riskId(subject: string): string {
  return hashParts(api.issuer.issuer, subject);
}
