/** A user has a hundred live grants with a client, and no more; nothing is written to count them. */
import * as v from 'valibot';
import { hashParts, hashSecret } from '../../../../adapters/hash.ts';
import { encodeForm, exchangeForm } from '../../../support/exchange-form.ts';
import { callRoute, exchangeFor, grantFor } from '../../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../../support/functions/built-functions.ts';
import { BASE, exchangeEvent } from '../../../support/functions/rest-events.ts';
import { requirementUriOf } from '../../../support/route.ts';

const MOST = 100;
const TTL = 200;
const INSTANCES = 4;
const ROUTE = 'POST /limited';
const ONCE = 'POST /limited-once';
const BOUND = 'POST /limited/{id}';

let functions: BuiltFunctions;
let users = 0;

beforeAll(async () => {
  functions = await startBuiltFunctions({}, INSTANCES);
  // So that what is left of a grant can be told to the second.
  functions.time.stop();
  await functions.putPolicy({ route: ROUTE, acr: 'loa2', grant: { ttl: TTL } });
  await functions.putPolicy({ route: ONCE, acr: 'loa2', grant: { ttl: TTL, use: 'once' } });
  await functions.putPolicy({ route: BOUND, acr: 'loa2', grant: { ttl: TTL, bind: 'path' } });
});
afterAll(() => functions.close());

const newUser = () => `holder-${(users += 1)}`;
const elevated = (sub: string, claims: object = {}) => {
  const now = Math.floor(Date.now() / 1000);
  return functions.issuer.sign({ sub, auth_time: now, exp: now + 3_600, ...claims });
};

const answer = v.object({
  statusCode: v.number(),
  headers: v.record(v.string(), v.string()),
  body: v.string(),
});

/** The whole answer to an exchange for the route. */
async function exchanged(token: string) {
  const form = encodeForm(exchangeForm(token, requirementUriOf(BASE, ROUTE)));
  const result = await functions.invoke('token-exchange', exchangeEvent(form));
  if (!result.ok) throw new Error(result.errorMessage);
  const { statusCode, headers, body } = v.parse(answer, result.value);
  return {
    status: statusCode,
    retryAfter: headers['Retry-After'],
    body: v.parse(v.unknown(), JSON.parse(body)),
  };
}

async function take(count: number, token: string, route = ROUTE): Promise<string[]> {
  const grants: string[] = [];
  while (grants.length < count) grants.push(await grantFor(functions, route, token));
  return grants;
}

/** As many grants, of which only the first is exchanged, since that takes longer: the others are copies of its item. */
async function fill(count: number, token: string): Promise<string> {
  const [grant = ''] = await take(1, token);
  const items = await functions.database.scan('grant');
  const item = items.find(({ id }) => id === hashSecret(grant));
  for (let copy = 1; copy < count; copy += 1)
    await functions.database.put('grant', { ...item, id: hashSecret(`${grant} ${copy}`) });
  return grant;
}

const storedOf = async (sub: string) =>
  (await functions.database.scan('grant')).filter(({ subject }) => subject === sub).length;

const GIVEN = { grant: expect.stringMatching(/^sug_/), expiresIn: expect.any(Number) };
const TOO_MANY = { error: 'too_many_grants' };

test('the hundredth is given; the next is refused with what to do, and until when, and is not stored [live-grant-limit]', async () => {
  const sub = newUser();
  const token = await elevated(sub);
  await take(1, token);
  functions.time.advance(30_000);
  await take(MOST - 1, token);
  const before = functions.log().length;
  functions.forget();
  expect(await exchanged(token)).toEqual({
    status: 429,
    retryAfter: String(TTL - 30),
    body: {
      error: 'too_many_grants',
      error_description:
        'This user has too many live grants with this client: keep a grant and send it until it expires, ' +
        'or try again after Retry-After seconds.',
    },
  });
  expect(functions.operations()).not.toContain('PutItem');
  expect(await storedOf(sub)).toBe(MOST);
  const lines = functions.log().slice(before);
  expect(
    lines.filter((line) => line.includes('"GrantRefused"') && line.includes('"too_many_grants"')),
  ).toHaveLength(1);
  expect(lines.join('\n')).not.toContain('"Fault"');
});

test('another user, and another client of the same user, have their own', async () => {
  const sub = newUser();
  await fill(MOST, await elevated(sub));
  expect(await exchangeFor(functions, ROUTE, await elevated(sub))).toEqual(TOO_MANY);
  expect(await exchangeFor(functions, ROUTE, await elevated(newUser()))).toEqual(GIVEN);
  expect(await exchangeFor(functions, ROUTE, await elevated(sub, { client_id: 'other' }))).toEqual(GIVEN);
});

test('after the time that was told, as many are given as have ended', async () => {
  const token = await elevated(newUser());
  await take(2, token);
  functions.time.advance(50_000);
  await fill(MOST - 2, token);
  const { retryAfter } = await exchanged(token);
  functions.time.advance((Number(retryAfter) - 1) * 1_000);
  expect(await exchanged(token)).toMatchObject({ status: 429, retryAfter: '1' });
  functions.time.advance(1_000);
  await take(2, token);
  expect(await exchanged(token)).toMatchObject({ status: 429, retryAfter: '50' });
});

test('a grant that is deleted makes room for one', async () => {
  const token = await elevated(newUser());
  const first = await fill(MOST, token);
  expect(await exchangeFor(functions, ROUTE, token)).toEqual(TOO_MANY);
  await functions.database.remove('grant', { id: hashSecret(first) });
  expect(await exchangeFor(functions, ROUTE, token)).toEqual(GIVEN);
  expect(await exchangeFor(functions, ROUTE, token)).toEqual(TOO_MANY);
});

test('grants of a revoked sign-in count until they end or are deleted, also against a newer sign-in', async () => {
  const sub = newUser();
  const first = await fill(MOST, await elevated(sub));
  functions.time.advance(10_000);
  const id = hashParts('revoked', functions.issuer.issuer, sub);
  await functions.database.put('risk', { id, revokedBefore: Math.floor(Date.now() / 1000) });
  functions.time.advance(5_000);
  const ordinary = await elevated(sub, { acr: 'loa1' });
  expect(await callRoute(functions, ROUTE, { token: ordinary, grant: first })).toMatchObject({
    refused: 'insufficient_user_authentication',
  });
  const newer = await elevated(sub);
  expect(await exchangeFor(functions, ROUTE, newer)).toEqual(TOO_MANY);
  await functions.database.remove('grant', { id: hashSecret(first) });
  expect(await exchangeFor(functions, ROUTE, newer)).toEqual(GIVEN);
});

test('grants of all routes count together, with those for a path and those that are spent; a use does not [limit-over-all-routes]', async () => {
  const sub = newUser();
  const token = await elevated(sub);
  const [spent = ''] = await take(1, token, ONCE);
  const ordinary = await elevated(sub, { acr: 'loa1' });
  expect(await callRoute(functions, ONCE, { token: ordinary, grant: spent })).toMatchObject({
    opened: 'grant',
  });
  expect(await exchangeFor(functions, BOUND, token, 'id=17')).toEqual(GIVEN);
  await fill(MOST - 3, token);
  expect(await exchangeFor(functions, BOUND, token, 'id=18')).toEqual(GIVEN);
  expect(await exchangeFor(functions, BOUND, token, 'id=19')).toEqual(TOO_MANY);
});

test('the live grants are counted only where everything else allows a grant', async () => {
  const sub = newUser();
  await take(1, await elevated(sub));
  functions.forget();
  expect(await exchangeFor(functions, ROUTE, await elevated(sub, { acr: 'loa1' }))).toMatchObject({
    error: 'insufficient_user_authentication',
  });
  expect(functions.operations()).not.toContain('Query');
});

test('exchanges of several instances go past the limit by those that run at the same time, and then it holds', async () => {
  const sub = newUser();
  const token = await elevated(sub);
  await fill(MOST - 5, token);
  const answers = await Promise.all(Array.from({ length: 40 }, () => exchanged(token)));
  const given = answers.filter(({ status }) => status === 200).length;
  expect(given).toBeGreaterThanOrEqual(5);
  expect(given).toBeLessThan(5 + INSTANCES);
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(40 - given);
  expect(await storedOf(sub)).toBe(MOST - 5 + given);
  expect(await exchangeFor(functions, ROUTE, token)).toEqual(TOO_MANY);
});

test('a grant of the version before the limit opens its route, and is not counted', async () => {
  const sub = newUser();
  const token = await elevated(sub);
  const grant = await fill(MOST, token);
  const items = await functions.database.scan('grant');
  const { holderHash, ...older } = items.find(({ id }) => id === hashSecret(grant)) ?? {};
  expect(holderHash).toMatch(/^[0-9a-f]{64}$/);
  await functions.database.put('grant', older);
  const ordinary = await elevated(sub, { acr: 'loa1' });
  expect(await callRoute(functions, ROUTE, { token: ordinary, grant })).toMatchObject({ opened: 'grant' });
  expect(await exchangeFor(functions, ROUTE, token)).toEqual(GIVEN);
});
