/** A route without an item is closed; and what is logged of those who call. */
import { hashParts } from '../../../../adapters/hash.ts';
import { callRoute, exchangeFor, grantFor } from '../../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
});
afterAll(() => functions.close());

test('a route without any item is closed, and gets no grant [missing-item-closes]', async () => {
  const token = await functions.issuer.sign({ acr: 'loa3' });
  const route = 'POST /without-an-item';
  expect(await callRoute(functions, route, { token })).toMatchObject({ refused: 'access_denied' });
  expect(await exchangeFor(functions, route, token)).toEqual({ error: 'invalid_target' });
});

/** What the functions print while this user is challenged, exchanges the token, and uses the grant. */
async function logOf(sub: string) {
  const route = 'POST /transfers';
  const [ordinary, elevated] = [
    await functions.issuer.sign({ sub, acr: 'loa1' }),
    await functions.issuer.sign({ sub, acr: 'loa2' }),
  ];
  const before = functions.log().length;
  await callRoute(functions, route, { token: ordinary });
  const grant = await grantFor(functions, route, elevated);
  expect(await callRoute(functions, route, { token: ordinary, grant })).toMatchObject({ opened: 'grant' });
  await callRoute(functions, route, { token: `${elevated}x`, grant });
  const secrets = [grant, ...[ordinary, elevated].flatMap((token) => token.split('.'))];
  return { secrets, lines: functions.log().slice(before).join('\n') };
}

test('no part of a token and no grant is logged [secrets-never-logged]', async () => {
  const { secrets, lines } = await logOf('logged');
  expect(lines).toContain('"GrantIssued"');
  expect(secrets.filter((secret) => lines.includes(secret))).toEqual([]);
});

test('a user is logged as the hash of issuer and subject [users-logged-hashed]', async () => {
  const { lines } = await logOf('user-in-the-log');
  expect(lines).toContain(hashParts(functions.issuer.issuer, 'user-in-the-log'));
  expect(lines).not.toContain('user-in-the-log');
});
