/** The requirement resource says `deny` where the authorizer says a plain no to every sign-in at the issuer of the token. */
import * as v from 'valibot';
import { BUNDLES, ENDPOINTS } from '../../../core/contract.ts';
import { callRoute } from '../../support/functions/api-caller.ts';
import { startBuiltFunctions } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { proxyPathEvent } from '../../support/functions/rest-events.ts';

const answer = v.object({ statusCode: v.literal(200), body: v.pipe(v.string(), v.parseJson()) });

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  await functions.putPolicy({ route: 'GET /recent', maxAge: 300 });
  await functions.putPolicy({ route: 'GET /strong', acr: 'loa3' });
  await functions.putPolicy({
    route: 'GET /soon',
    acr: 'loa1',
    upcoming: { effectiveAt: '2099-01-01T00:00:00Z', acr: 'loa3' },
  });
});
afterAll(() => functions.close());

async function described(route: string, issuer = functions.issuer.issuer): Promise<unknown> {
  const event = proxyPathEvent(ENDPOINTS.requirements, route.replace(' ', ''), { issuer });
  const result = await functions.invoke(BUNDLES.tokenExchange, event);
  return v.parse(answer, result.ok ? result.value : undefined).body;
}

async function refusal(route: string, claims: object = {}) {
  return callRoute(functions, route, { token: await functions.issuer.sign({ acr: 'loa1', ...claims }) });
}

describe('an issuer that shows only the weaker words', () => {
  beforeAll(() => {
    functions.redeploy({ claim: 'acr', values: { loa1: 'loa1', loa2: 'loa2' } });
  });

  test('cannot meet what asks for a stronger one, here and at the authorizer', async () => {
    expect(await described('GET /strong')).toMatchObject({ deny: true });
    expect(await refusal('GET /strong')).toMatchObject({ refused: 'access_denied' });
  });

  test('can meet what it has a word for', async () => {
    expect(await described('POST /payments')).toMatchObject({
      deny: false,
      acr_values: 'loa2',
      max_age: 300,
    });
    expect(await refusal('POST /payments')).toMatchObject({ refused: 'insufficient_user_authentication' });
  });

  test('hears beforehand of a change that it cannot meet', async () => {
    expect(await described('GET /soon')).toMatchObject({ deny: false, upcoming: [{ deny: true }] });
  });
});

describe('an issuer that writes no time of a sign-in', () => {
  beforeAll(() => {
    functions.redeploy(undefined, { authTime: 'none' });
  });

  test('cannot meet what asks for a recent one, here and at the authorizer', async () => {
    expect(await described('GET /recent')).toMatchObject({ deny: true, max_age: 300 });
    expect(await refusal('GET /recent')).toMatchObject({ refused: 'access_denied' });
  });

  test('can meet what asks for a word alone', async () => {
    expect(await described('GET /strong')).toMatchObject({ deny: false, acr_values: 'loa3' });
    expect(await refusal('GET /strong')).toMatchObject({ refused: 'insufficient_user_authentication' });
  });
});

test('an issuer that is not trusted here can meet nothing', async () => {
  functions.redeploy(undefined);
  expect(await described('GET /strong', 'https://id.other.example')).toMatchObject({ deny: true });
});
