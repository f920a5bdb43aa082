import { randomUUID } from 'node:crypto';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';

const INSTANCES = 2;
const FORGED = 200;
const GOOD = 40;
/** In milliseconds. */
const COOL_DOWN = 1_000;

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi({ maxInstances: INSTANCES });
});
afterAll(() => api.close());

test('a flood of tokens with unknown keys costs each instance one fetch, and every good token is served', async () => {
  const warm = async () => (await api.call('GET /accounts', await api.strong())).status;
  await Promise.all(Array.from({ length: 2 * INSTANCES }, warm));
  api.time.advance(COOL_DOWN + 1_000);
  const forged = await Promise.all(
    Array.from({ length: FORGED }, () => api.issuer.sign({}, { kid: randomUUID() })),
  );
  const good = await Promise.all(Array.from({ length: GOOD }, () => api.strong()));
  const tokens = forged.flatMap((token, index) => [token, ...good.slice(index, index + 1)]);

  const before = api.issuer.fetches();
  const started = Date.now();
  const answers = await Promise.all(
    tokens.map(async (token) => {
      const { status } = await api.call('GET /accounts', token);
      return [good.includes(token) ? 'good' : 'forged', status].join(' ');
    }),
  );
  const coolDowns = Math.ceil((Date.now() - started) / COOL_DOWN);
  const count = (kind: string) => answers.filter((one) => one === kind).length;
  expect([count('good 200'), count('forged 401')]).toEqual([GOOD, FORGED]);
  expect(api.issuer.fetches() - before).toBeLessThanOrEqual(INSTANCES * coolDowns);
});

test('a key that the issuer has taken anew is found once the cool-down is over', async () => {
  await api.issuer.rotate();
  api.time.advance(COOL_DOWN + 1_000);
  expect((await api.call('GET /accounts', await api.strong())).status).toBe(200);
});
