/** One use for each sign-in and policy item. */
import { callRoute, exchangeFor, grantFor } from '../../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';

let functions: BuiltFunctions;
let count = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

const ONCE = { acr: 'loa2', grant: { use: 'once' } };

const newUser = () => `user-${(count += 1)}`;
const ordinary = (sub: string) => functions.issuer.sign({ sub, acr: 'loa1' });
const elevated = (sub: string, claims: object = {}) => functions.issuer.sign({ sub, ...claims });

const SPENT = expect.objectContaining({ refused: 'insufficient_user_authentication', maxAge: '0' });
const OPENED = expect.objectContaining({ opened: 'grant' });

describe.each([
  ['an item for ANY', 'ANY /once-any', ['GET /once-any', 'POST /once-any', 'DELETE /once-any']],
  ['a wildcard item', 'POST /once/*', ['POST /once/a', 'POST /once/b', 'POST /once/c']],
])('%s', (_, item, routes) => {
  test('gives one sign-in one use, for all its routes [one-use-per-item]', async () => {
    await functions.putPolicy({ route: item, ...ONCE });
    const sub = newUser();
    const token = await elevated(sub);
    const grants = await Promise.all(routes.map((route) => grantFor(functions, route, token)));
    const answers: unknown[] = [];
    for (const [index, route] of routes.entries())
      answers.push(
        await callRoute(functions, route, { token: await ordinary(sub), grant: grants[index] ?? '' }),
      );
    expect(answers).toEqual([OPENED, SPENT, SPENT]);
  });
});

test('a group gives one sign-in one use, for all its routes', async () => {
  await functions.putPolicy({ route: 'GROUP once', ...ONCE });
  await functions.putPolicy({ route: 'POST /in-once-a', group: 'once' });
  await functions.putPolicy({ route: 'POST /in-once-b', group: 'once' });
  const sub = newUser();
  const grant = await grantFor(functions, 'POST /in-once-a', await elevated(sub));
  expect(await callRoute(functions, 'POST /in-once-a', { token: await ordinary(sub), grant })).toEqual(
    OPENED,
  );
  expect(await callRoute(functions, 'POST /in-once-b', { token: await ordinary(sub), grant })).toEqual(SPENT);
});

test('the exchange refuses a sign-in whose use is spent, and takes a newer one [spent-not-exchanged]', async () => {
  const route = 'POST /once-exchanged';
  await functions.putPolicy({ route, ...ONCE });
  const sub = newUser();
  const now = Math.floor(Date.now() / 1000);
  const token = await elevated(sub, { auth_time: now - 10 });
  const grant = await grantFor(functions, route, token);
  expect(await exchangeFor(functions, route, token)).toHaveProperty('grant');
  expect(await callRoute(functions, route, { token: await ordinary(sub), grant })).toEqual(OPENED);
  expect(await exchangeFor(functions, route, token)).toMatchObject({
    error: 'insufficient_user_authentication',
    maxAge: 0,
  });
  const newer = await elevated(sub, { auth_time: now - 9 });
  expect(
    await callRoute(functions, route, {
      token: await ordinary(sub),
      grant: await grantFor(functions, route, newer),
    }),
  ).toEqual(OPENED);
});
