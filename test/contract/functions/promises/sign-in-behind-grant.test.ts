/** Rules judge the sign-in behind a grant as they judge that of a token. */
import { hashParts } from '../../../../adapters/hash.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { callRoute, exchangeFor, grantFor } from '../../../support/functions/api-caller.ts';

let functions: BuiltFunctions;
let count = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

/** A route of its own for each test, so that no policy is in memory. */
async function routeWith(item: object): Promise<string> {
  const route = `POST /own-${(count += 1)}`;
  await functions.putPolicy({ route, acr: 'loa2', ...item });
  return route;
}

const deny = (when: string) => ({ rules: [{ when, deny: true }] });
const more = (when: string) => ({ rules: [{ when, acr: 'loa3' }] });

const sms = (claims: object = {}) => functions.issuer.sign({ amr: ['sms'], ...claims });
const ordinary = (claims: object = {}) => functions.issuer.sign({ acr: 'loa1', amr: ['pwd'], ...claims });

const OPENED_BY_GRANT = { opened: 'grant', acr: 'loa2' };
const DENIED = { refused: 'access_denied', acrValues: '', maxAge: '', scope: '' };
const CHALLENGED = {
  refused: 'insufficient_user_authentication',
  acrValues: 'loa2 loa3',
  maxAge: '',
  scope: '',
};

test.each(['"sms" in claims.amr', '"sms" in signIn.amr', 'signIn.acr == "loa2"'])(
  'a rule that denies a sign-in denies the grant made from it: %s && the request [grant-sign-in-judged]',
  async (when) => {
    const route = await routeWith(deny(`${when} && request.method == "POST"`));
    const grant = await grantFor(functions, route, await sms());
    expect(await callRoute(functions, route, { token: await sms() })).toEqual(DENIED);
    expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual(DENIED);
  },
);

test('a rule on the risk denies the sign-in behind a grant', async () => {
  const sub = 'risky';
  const route = await routeWith(deny('"sms" in claims.amr && risk.score > 50.0'));
  const grant = await grantFor(functions, route, await sms({ sub }));
  expect(await callRoute(functions, route, { token: await ordinary({ sub }), grant })).toEqual(
    OPENED_BY_GRANT,
  );
  const other = await sms({ sub: 'risky-too' });
  await functions.putAttributes('risk', {
    id: { S: hashParts(functions.issuer.issuer, 'risky-too') },
    score: { N: '90' },
  });
  expect(await exchangeFor(functions, route, other)).toEqual({ error: 'invalid_target' });
});

test('a grant of a group is judged by the rules of the route that it opens', async () => {
  const group = `own-${(count += 1)}`;
  await functions.putPolicy({ route: `GROUP ${group}` });
  const free = await routeWith({ group });
  const strict = await routeWith({ group, ...deny('"sms" in claims.amr') });
  const grant = await grantFor(functions, free, await sms());
  expect(await callRoute(functions, free, { token: await ordinary(), grant })).toEqual(OPENED_BY_GRANT);
  expect(await callRoute(functions, strict, { token: await ordinary(), grant })).toEqual(DENIED);
});

test('a rule that asks more of a sign-in asks it of the one behind a grant', async () => {
  const route = await routeWith(more('"sms" in claims.amr && request.method == "POST"'));
  const grant = await grantFor(functions, route, await sms());
  expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual(CHALLENGED);
});

test('a rule that asks more of the token alone does not ask it of the sign-in behind the grant', async () => {
  const route = await routeWith(more('!("otp" in claims.amr)'));
  const grant = await grantFor(functions, route, await sms({ amr: ['otp'] }));
  expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual(OPENED_BY_GRANT);
});

test('a rule that denies the sign-in of the token does not deny that of the grant', async () => {
  const route = await routeWith(deny('"pwd" in signIn.amr'));
  const grant = await grantFor(functions, route, await sms());
  expect(await callRoute(functions, route, { token: await ordinary() })).toEqual(DENIED);
  expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual(OPENED_BY_GRANT);
});

test('what the sign-in behind a grant lacks is not taken from the token', async () => {
  const route = await routeWith(more('!("pwd" in claims.amr) || size(claims.amr) == 0'));
  const grant = await grantFor(functions, route, await sms({ amr: undefined, acr: 'loa3' }));
  // The condition fails for the grant, and so holds: its sign-in has to be loa3, which it is.
  expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual({
    opened: 'grant',
    acr: 'loa3',
  });
  const weak = await routeWith(deny('!("pwd" in claims.amr) && request.method == "POST"'));
  const silent = await grantFor(functions, weak, await sms({ amr: undefined }));
  expect(await callRoute(functions, weak, { token: await ordinary(), grant: silent })).toEqual(DENIED);
});

test('the scopes that a rule asks of the sign-in behind a grant are those of the token', async () => {
  const route = await routeWith({
    rules: [{ when: '"sms" in claims.amr && request.method == "POST"', scopes: ['admin'] }],
  });
  const grant = await grantFor(functions, route, await sms());
  expect(await callRoute(functions, route, { token: await ordinary(), grant })).toEqual({
    refused: 'insufficient_scope',
    acrValues: '',
    maxAge: '',
    scope: 'admin',
  });
  expect(await callRoute(functions, route, { token: await ordinary({ scope: 'admin' }), grant })).toEqual(
    OPENED_BY_GRANT,
  );
});

test('the age of a sign-in is that of the sign-in which is judged', async () => {
  const route = await routeWith(more('signIn.age > 60 && request.method == "POST"'));
  const now = Math.floor(Date.now() / 1000);
  const fresh = await grantFor(functions, route, await sms());
  expect(
    await callRoute(functions, route, { token: await ordinary({ auth_time: now - 500 }), grant: fresh }),
  ).toEqual(OPENED_BY_GRANT);
  const old = await grantFor(functions, route, await sms({ auth_time: now - 90 }));
  expect(await callRoute(functions, route, { token: await ordinary(), grant: old })).toEqual(CHALLENGED);
});
