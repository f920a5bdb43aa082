/** A machine's token does not pass for a person's, at the authorizer, at the exchange, beside a grant, and in `explain`. */
import { callerWith } from '../../../admin/explain/written-claims.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { callRoute, exchangeFor, grantFor } from '../../support/functions/api-caller.ts';
import { startBuiltFunctions, VOCABULARY } from '../../support/functions/built-functions.ts';
import type { BuiltFunctions } from '../../support/functions/built-functions.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { until } from '../../support/time/until.ts';

const ACR = { values: { silver: 'loa1', gold: 'loa2' } };

let functions: BuiltFunctions;

beforeAll(async () => {
  functions = await startBuiltFunctions();
  functions.redeploy(ACR, { profile: 'keycloak' });
  await functions.putPolicy({ route: LOA1, acr: 'loa1' });
  await functions.putPolicy({ route: GRANTED, acr: 'loa1', grant: { required: true } });
  await functions.putPolicy({
    route: ASKED_BY_REQUEST,
    rules: [{ when: 'request.method == "POST"', acr: 'loa2' }],
  });
  await functions.putPolicy({ route: RULED, rules: [{ when: 'claims.acr == "silver"', deny: true }] });
});
afterAll(() => functions.close());

const LOA1 = 'GET /loa1';
const GRANTED = 'GET /granted';
const ASKED_BY_REQUEST = 'POST /asked';
const RULED = 'GET /ruled';

/** As Keycloak writes it for client credentials: the realm's first level of acr, the user of the service account as sub. */
const MACHINE = {
  typ: 'Bearer',
  azp: 'svc2',
  client_id: 'svc2',
  sub: '0c9c7f6e',
  acr: 'silver',
  scope: 'email',
};
const PERSON = { ...MACHINE, acr: 'gold', sid: 's', preferred_username: 'service-account-eve' };
const NOTHING = { auth_time: undefined, amr: undefined };

const sign = (claims: object) => functions.issuer.sign({ ...NOTHING, ...claims }, { typ: 'JWT' });

const refused = { refused: 'access_denied', acrValues: '', maxAge: '', scope: '' };

const logged = (reason: string) =>
  until(`a line with ${reason}`, () =>
    functions.log().some((line) => line.includes(`"reason":"${reason}"`)) ? true : undefined,
  );

const KINDS: readonly (readonly [string, object])[] = [
  ['as it is', {}],
  ['with a session', { sid: 's', session_state: 's' }],
  ['refreshed', { sid: 's', iat: Math.floor(Date.now() / 1000) }],
  ['lightweight', { scope: undefined, client_id: undefined }],
  ['with the user name of its account', { preferred_username: 'service-account-svc2' }],
  ['with the name of a person', { preferred_username: 'alice', email: 'alice@example.com' }],
  ['with an auth_time of 0', { auth_time: 0 }],
];

describe.each(KINDS)('a token of client credentials of Keycloak, %s', (_, claims) => {
  test('gets a plain no where a sign-in is asked for, and no grant [sign-in-shown]', async () => {
    const token = await sign({ ...MACHINE, ...claims });
    expect(await callRoute(functions, LOA1, { token })).toEqual(refused);
    expect(await exchangeFor(functions, GRANTED, token)).toEqual({ error: 'invalid_target' });
    await logged('no_sign_in_shown');
  });

  test('opens what asks for no sign-in, and tells the backend of no acr', async () => {
    const token = await sign({ ...MACHINE, ...claims });
    expect(await callRoute(functions, 'GET /open', { token })).toEqual({ opened: 'token', acr: '' });
  });

  test('is to explain what it is to the authorizer', () => {
    const trust = parseTrustConfig({
      acr: VOCABULARY,
      issuers: [{ issuer: 'https://id.example.com', audience: [AUDIENCE], profile: 'keycloak', acr: ACR }],
    });
    if (!trust.ok) throw new Error(JSON.stringify(trust.error));
    const written = { ...MACHINE, ...claims };
    const now = Math.floor(Date.now() / 1000);
    expect(callerWith(written, trust.value, { issuer: undefined, now })).toMatchObject({
      authentication: { issuedFor: 'unclear' },
    });
  });
});

test('rules read no acr where nobody signed in', async () => {
  // The condition reads a claim that is absent, fails, and holds.
  expect(await callRoute(functions, RULED, { token: await sign({ ...MACHINE, acr: 'gold' }) })).toEqual(
    refused,
  );
});

test('no grant comes of its acr, also where only a rule about the request asks for one', async () => {
  // The exchange does not judge such a rule; beside a token of the same user, the grant would bring its acr.
  const token = await sign({ ...PERSON, auth_time: undefined });
  expect(await exchangeFor(functions, ASKED_BY_REQUEST, token)).toEqual({ error: 'invalid_target' });
  const authTime = Math.floor(Date.now() / 1000) - 5;
  const weak = await sign({ ...PERSON, acr: 'silver', auth_time: authTime });
  expect(await exchangeFor(functions, ASKED_BY_REQUEST, weak)).toMatchObject({ expiresIn: 300 });
});

test('a grant beside the token changes nothing', async () => {
  const authTime = Math.floor(Date.now() / 1000) - 5;
  const grant = await grantFor(functions, GRANTED, await sign({ ...PERSON, auth_time: authTime }));
  const token = await sign(PERSON);
  expect(await callRoute(functions, GRANTED, { token, grant })).toEqual(refused);
});

test('a person who is called as a service account is a person', async () => {
  const token = await sign({ ...PERSON, auth_time: Math.floor(Date.now() / 1000) - 5 });
  expect(await callRoute(functions, LOA1, { token })).toEqual({ opened: 'token', acr: 'loa2' });
});
