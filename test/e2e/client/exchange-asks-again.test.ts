/** An exchange that gives no grant for a sign-in, and asks for another one. */
import type { StepUpChallenge } from '../../../client/index.ts';
import { closeApis, startApi } from '../../support/hostile/hostile-api.ts';

afterEach(closeApis);

const GRANT = { access_token: 'sug_x', expires_in: 60 };

type Asked = Readonly<Record<string, string | number>>;

const asking = (asked: Asked): Asked => ({ error: 'insufficient_user_authentication', ...asked });

/** Answers in turn at the route and at the token endpoint; the last answer of each is repeated for ever. */
async function startAsking({ route, exchange }: Record<'route' | 'exchange', readonly (Asked | 'open')[]>) {
  const asked: StepUpChallenge[] = [];
  let [calls, exchanges] = [0, 0];
  const api = await startApi(
    (response, { url, headers }) => {
      const isExchange = url === '/token';
      const [answers, count] = isExchange ? [exchange, (exchanges += 1)] : [route, (calls += 1)];
      const answer = answers[Math.min(count, answers.length) - 1];
      const offer = isExchange ? {} : { token_endpoint: `http://${headers.host}/token`, resource: 'urn:r' };
      const refused = isExchange ? 400 : 401;
      response.writeHead(answer === 'open' ? 200 : refused, { 'content-type': 'application/problem+json' });
      response.end(JSON.stringify(answer === 'open' ? GRANT : { ...answer, ...offer }));
    },
    { signIn: (challenge) => Promise.resolve(`elevated-${asked.push(challenge)}`) },
  );
  return { ...api, asked, count: () => ({ calls, exchanges, signIns: asked.length }) };
}

const STALE = asking({ acr_values: 'loa2', max_age: 300 });
const SPENT = asking({ acr_values: 'loa2', max_age: 0 });
const STRONGER = asking({ acr_values: 'loa3', max_age: 300 });
const GRANT_ALONE = { error: 'step_up_grant_required' };

test.each([
  ['a newer one', SPENT, { acrValues: ['loa2'], maxAge: 0 }],
  ['one with another acr', STRONGER, { acrValues: ['loa3'], maxAge: 300 }],
])('the user signs in once more, as the exchange asks: with %s', async (_, again, wanted) => {
  const api = await startAsking({ route: [STALE, 'open'], exchange: [again, 'open'] });
  expect((await api.fetch(api.url)).status).toBe(200);
  expect(api.count()).toEqual({ calls: 2, exchanges: 2, signIns: 2 });
  expect(api.asked[1]).toMatchObject(wanted);
});

test.each([
  ['for the same', STALE],
  ['for a lower age', asking({ acr_values: 'loa2', max_age: 30 })],
])('the call stops after one sign-in where the exchange asks %s again', async (_, cause) => {
  const api = await startAsking({ route: [STALE], exchange: [cause] });
  await expect(api.fetch(api.url)).rejects.toMatchObject({ code: 'not_improved', cause });
  expect(api.count()).toEqual({ calls: 1, exchanges: 1, signIns: 1 });
});

describe('two sign-ins are the most for a call: it stops with the error', () => {
  test.each([
    [
      'where the exchange asks for another one each time',
      { route: [STALE], exchange: [STRONGER, SPENT, STALE] },
      { calls: 1, exchanges: 2, signIns: 2 },
    ],
    [
      'where the exchange asked for the second one, and the route asks for a newer one then',
      { route: [STALE, SPENT], exchange: [STRONGER, 'open', STRONGER, 'open'] },
      { calls: 2, exchanges: 2, signIns: 2 },
    ],
    [
      'where the exchange asks for another one after each challenge',
      { route: [GRANT_ALONE, SPENT], exchange: [STALE, 'open', STRONGER, 'open'] },
      { calls: 2, exchanges: 3, signIns: 2 },
    ],
  ] as const)('%s', async (_, answers, count) => {
    const api = await startAsking(answers);
    await expect(api.fetch(api.url)).rejects.toMatchObject({ code: 'not_improved' });
    expect(api.count()).toEqual(count);
  });

  test('which says what the exchange answered', async () => {
    const exchange = [STALE, 'open', STRONGER] as const;
    const api = await startAsking({ route: [GRANT_ALONE, SPENT], exchange });
    await expect(api.fetch(api.url)).rejects.toMatchObject({ cause: STRONGER });
  });

  test('the next call has two of its own', async () => {
    const exchange = [STRONGER, SPENT, STRONGER, 'open'] as const;
    const api = await startAsking({ route: [STALE, STALE, 'open'], exchange });
    await expect(api.fetch(api.url)).rejects.toMatchObject({ code: 'not_improved' });
    expect((await api.fetch(api.url)).status).toBe(200);
    expect(api.count()).toEqual({ calls: 3, exchanges: 4, signIns: 4 });
  });
});
