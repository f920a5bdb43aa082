import { CookieJar } from '../../local/sign-in.ts';
import { machineToken, refresh } from '../support/sign-in.ts';
import { bearer, startSignedInStack, STRONG, STRONGEST } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;

beforeAll(async () => {
  stack = await startSignedInStack();
});
afterAll(() => stack.close());

describe('an ordinary sign-in', () => {
  test('opens a route that asks for no more', async () => {
    expect(await stack.request(stack.ordinary.accessToken, 'GET /accounts')).toMatchObject({ status: 200 });
  });

  test('is challenged by acr alone where the policy asks for acr alone', async () => {
    expect(await stack.request(stack.ordinary.accessToken, 'GET /statements')).toMatchObject({
      status: 401,
      error: 'insufficient_user_authentication',
      acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
      maxAge: undefined,
    });
  });

  test('is challenged by acr and max_age where the policy asks for both', async () => {
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payments')).toMatchObject({
      error: 'insufficient_user_authentication',
      acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
      maxAge: 300,
    });
  });

  test('gets header and body that say the same, for a problem+json reader', async () => {
    const response = await stack.raw('POST /payments', bearer(stack.ordinary));
    expect(response.headers.get('content-type')).toBe('application/problem+json');
    expect(await response.json()).toMatchObject({
      status: 401,
      error: 'insufficient_user_authentication',
      acr_values: 'urn:example:loa:2 urn:example:loa:3',
      max_age: '300',
      next: 'authenticate',
      token_endpoint: `${stack.apiUrl}/step-up/token`,
    });
  });
});

describe('a stronger sign-in', () => {
  test('opens the route by itself', async () => {
    expect(await stack.request(stack.strong.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
  });

  test('is challenged again once it is older than max_age', async () => {
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2', maxAge: 30 });
    const old = await stack.signIn({ challenge: STRONG });
    stack.time.advance(32_000);
    expect(await stack.request(old.accessToken, 'GET /statements')).toMatchObject({
      error: 'insufficient_user_authentication',
      maxAge: 30,
    });
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2' });
  });

  test('keeps its acr and auth_time when the token is refreshed, and so does not become fresher', async () => {
    const { access_token: token } = await refresh(
      stack.provider.issuer,
      stack.provider.clientId,
      stack.strong.refreshToken ?? '',
    );
    const served = await stack.open(token, 'POST /payments');
    expect(served).toMatchObject({ authTime: stack.strong.idTokenClaims.auth_time });
  });

  test('that demands a grant is sent to the exchange, not to the provider', async () => {
    const response = await stack.raw('POST /payouts', bearer(stack.strongest));
    expect(response.headers.get('www-authenticate')).toContain('error="step_up_grant_required"');
    expect(await response.json()).toMatchObject({ next: 'exchange' });
  });
});

describe('a grant', () => {
  test('opens its route beside the first token', async () => {
    const { value, expiresIn } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    expect(expiresIn).toBeGreaterThan(200);
    const served = await stack.open(stack.ordinary.accessToken, 'POST /payments', value);
    expect(served).toMatchObject({ openedBy: 'grant', acr: 'urn:example:loa:2' });
  });

  test('is not issued to an ordinary sign-in', async () => {
    await expect(stack.client.exchange(stack.ordinary, stack.target('POST /payments'))).rejects.toMatchObject(
      {
        error: 'insufficient_user_authentication',
      },
    );
  });

  test('does not open another route', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    expect(await stack.request(stack.ordinary.accessToken, 'GET /statements', value)).toMatchObject({
      status: 401,
    });
  });

  test('is worth nothing to another user', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    const bob = await stack.signIn({ user: 'bob' });
    expect(await stack.request(bob.accessToken, 'POST /payments', value)).toMatchObject({ status: 401 });
  });

  test('is worth nothing to another client of the same user', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    const other = await stack.signIn({ clientId: stack.provider.otherClientId });
    expect(await stack.request(other.accessToken, 'POST /payments', value)).toMatchObject({ status: 401 });
  });

  test('is worth nothing without a token, or as one', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    expect(
      (await stack.raw('POST /payments', { 'Step-Up-Grant': value })).headers.get('www-authenticate'),
    ).toMatch(/^Bearer resource_metadata=/);
    expect(
      (await stack.raw('POST /payments', { Authorization: `Bearer ${value}` })).headers.get(
        'www-authenticate',
      ),
    ).toContain('invalid_token');
  });

  test('ends at its expiry, though its item is still in the table', async () => {
    const { value } = await stack.client.exchange(stack.strong, stack.target('POST /payments'));
    const items = await stack.scan(stack.grantTable);
    const item = items
      .filter(({ target: of }) => of === 'POST /payments')
      .toSorted((a, b) => Number(b.issuedAt) - Number(a.issuedAt));
    for (const one of item)
      await stack.put(stack.grantTable, { ...one, expiresAt: Math.floor(Date.now() / 1000) - 1 });
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payments', value)).toMatchObject({
      status: 401,
    });
  });

  test('that is good once opens its route once, and the replay asks for a newer sign-in', async () => {
    const cookies = new CookieJar();
    const elevated = await stack.signIn({ challenge: STRONGEST, cookies });
    const { value } = await stack.client.exchange(elevated, stack.target('POST /payouts'));
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payouts', value)).toMatchObject({
      status: 200,
    });
    const replay = await stack.request(stack.ordinary.accessToken, 'POST /payouts', value);
    expect(replay).toMatchObject({ error: 'insufficient_user_authentication', maxAge: 0 });

    await expect(stack.client.exchange(elevated, stack.target('POST /payouts'))).rejects.toMatchObject({
      error: 'insufficient_user_authentication',
      cause: { max_age: 0 },
    });

    const newer = await stack.signIn({ challenge: { acrValues: STRONGEST.acrValues, maxAge: 0 }, cookies });
    const { value: fresh } = await stack.client.exchange(newer, stack.target('POST /payouts'));
    expect(await stack.request(stack.ordinary.accessToken, 'POST /payouts', fresh)).toMatchObject({
      status: 200,
    });
  });
});

describe('a client without a user', () => {
  test('may call what asks for no step-up, and is denied, not challenged, elsewhere', async () => {
    const token = await machineToken(stack.provider.issuer, stack.provider.machineClient);
    expect(await stack.request(token, 'GET /accounts')).toMatchObject({ status: 200 });
    expect(await stack.request(token, 'POST /payments')).toMatchObject({ error: 'access_denied' });
  });
});
