import { CookieJar } from '../../local/sign-in.ts';
import type { SignedIn } from '../../local/sign-in.ts';
import { machineToken, refresh } from '../support/sign-in.ts';
import { startStack } from '../support/stack.ts';
import type { TestStack } from '../support/stack.ts';

let stack: TestStack;
let ordinary: SignedIn;
/** The sign-in that /payments asks for, and the one that /payouts asks for. */
let strong: SignedIn;
let strongest: SignedIn;

const STRONG = { acrValues: ['urn:example:loa:2'], maxAge: 300 };
const STRONGEST = { acrValues: ['urn:example:loa:3'], maxAge: 300 };

beforeAll(async () => {
  stack = await startStack();
  ordinary = await stack.signIn();
  strong = await stack.signIn({ challenge: STRONG });
  strongest = await stack.signIn({ challenge: STRONGEST });
});
afterAll(() => stack.close());

const target = (route: string) => {
  const [method = '', path = ''] = route.split(' ');
  return {
    tokenEndpoint: `${stack.apiUrl}/step-up/token`,
    resource: `${stack.apiUrl}/step-up/requirements/${method}/${encodeURIComponent(path)}`,
  };
};

async function call(token: string, route: string, grant?: string) {
  const [method = '', path = ''] = route.split(' ');
  const answer = await stack.client.call(token, method, path, grant);
  return answer.kind === 'answer' ? { status: answer.status, body: answer.body } : answer.challenge;
}

/** Calls a route that must be open, and returns what its backend was told. */
async function open(token: string, route: string, grant?: string): Promise<unknown> {
  const answer = await call(token, route, grant);
  if (!('body' in answer)) throw new Error(`${route} was refused: ${answer.header}`);
  return JSON.parse(answer.body);
}

const raw = (route: string, headers: Record<string, string> = {}) => {
  const [method = '', path = ''] = route.split(' ');
  return fetch(`${stack.apiUrl}${path}`, { method, headers });
};

const bearer = ({ accessToken }: SignedIn) => ({ Authorization: `Bearer ${accessToken}` });

describe('an ordinary sign-in', () => {
  test('opens a route that asks for no more', async () => {
    expect(await call(ordinary.accessToken, 'GET /accounts')).toMatchObject({ status: 200 });
  });

  test('is challenged by acr alone where the policy asks for acr alone', async () => {
    expect(await call(ordinary.accessToken, 'GET /statements')).toMatchObject({
      status: 401,
      error: 'insufficient_user_authentication',
      acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
      maxAge: undefined,
    });
  });

  test('is challenged by acr and max_age where the policy asks for both', async () => {
    expect(await call(ordinary.accessToken, 'POST /payments')).toMatchObject({
      error: 'insufficient_user_authentication',
      acrValues: ['urn:example:loa:2', 'urn:example:loa:3'],
      maxAge: 300,
    });
  });

  test('gets header and body that say the same, for a problem+json reader', async () => {
    const response = await raw('POST /payments', bearer(ordinary));
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
    expect(await call(strong.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
  });

  test('is challenged again once it is older than max_age', async () => {
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2', maxAge: 30 });
    const old = await stack.signIn({ challenge: STRONG });
    await new Promise((resolve) => setTimeout(resolve, 32_000));
    expect(await call(old.accessToken, 'GET /statements')).toMatchObject({
      error: 'insufficient_user_authentication',
      maxAge: 30,
    });
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2' });
  });

  test('keeps its acr and auth_time when the token is refreshed, and so does not become fresher', async () => {
    const { access_token: token } = await refresh(
      stack.provider.issuer,
      stack.provider.clientId,
      strong.refreshToken ?? '',
    );
    const served = await open(token, 'POST /payments');
    expect(served).toMatchObject({ authTime: String(strong.idTokenClaims.auth_time) });
  });

  test('that demands a grant is sent to the exchange, not to the provider', async () => {
    const response = await raw('POST /payouts', bearer(strongest));
    expect(response.headers.get('www-authenticate')).toContain('error="step_up_grant_required"');
    expect(await response.json()).toMatchObject({ next: 'exchange' });
  });
});

describe('a grant', () => {
  test('opens its route beside the first token', async () => {
    const { value, expiresIn } = await stack.client.exchange(strong, target('POST /payments'));
    expect(expiresIn).toBeGreaterThan(200);
    const served = await open(ordinary.accessToken, 'POST /payments', value);
    expect(served).toMatchObject({ openedBy: 'grant', acr: 'urn:example:loa:2' });
  });

  test('is not issued to an ordinary sign-in', async () => {
    await expect(stack.client.exchange(ordinary, target('POST /payments'))).rejects.toMatchObject({
      error: 'insufficient_user_authentication',
    });
  });

  test('does not open another route', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    expect(await call(ordinary.accessToken, 'GET /statements', value)).toMatchObject({ status: 401 });
  });

  test('is worth nothing to another user', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    const bob = await stack.signIn({ user: 'bob' });
    expect(await call(bob.accessToken, 'POST /payments', value)).toMatchObject({ status: 401 });
  });

  test('is worth nothing to another client of the same user', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    const other = await stack.signIn({ clientId: stack.provider.otherClientId });
    expect(await call(other.accessToken, 'POST /payments', value)).toMatchObject({ status: 401 });
  });

  test('is worth nothing without a token, or as one', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    expect((await raw('POST /payments', { 'Step-Up-Grant': value })).headers.get('www-authenticate')).toMatch(
      /^Bearer resource_metadata=/,
    );
    expect(
      (await raw('POST /payments', { Authorization: `Bearer ${value}` })).headers.get('www-authenticate'),
    ).toContain('invalid_token');
  });

  test('ends at its expiry, though its item is still in the table', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    const items = await stack.scan(stack.grantTable);
    const item = items
      .filter(({ target: of }) => of === 'POST /payments')
      .toSorted((a, b) => Number(b.issuedAt) - Number(a.issuedAt));
    for (const one of item)
      await stack.put(stack.grantTable, { ...one, expiresAt: Math.floor(Date.now() / 1000) - 1 });
    expect(await call(ordinary.accessToken, 'POST /payments', value)).toMatchObject({ status: 401 });
  });

  test('that is good once opens its route once, and the replay asks for a newer sign-in', async () => {
    const cookies = new CookieJar();
    const elevated = await stack.signIn({ challenge: STRONGEST, cookies });
    const { value } = await stack.client.exchange(elevated, target('POST /payouts'));
    expect(await call(ordinary.accessToken, 'POST /payouts', value)).toMatchObject({ status: 200 });
    const replay = await call(ordinary.accessToken, 'POST /payouts', value);
    expect(replay).toMatchObject({ error: 'insufficient_user_authentication', maxAge: 0 });

    const again = await stack.client.exchange(elevated, target('POST /payouts'));
    expect(await call(ordinary.accessToken, 'POST /payouts', again.value)).toMatchObject({ maxAge: 0 });

    const newer = await stack.signIn({ challenge: { acrValues: STRONGEST.acrValues, maxAge: 0 }, cookies });
    const { value: fresh } = await stack.client.exchange(newer, target('POST /payouts'));
    expect(await call(ordinary.accessToken, 'POST /payouts', fresh)).toMatchObject({ status: 200 });
  });
});

describe('an administrator', () => {
  test('changes a policy while the API runs, in force within ten seconds', async () => {
    await stack.put(stack.policyTable, { route: 'GET /accounts', deny: true });
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect((await raw('GET /accounts', bearer(ordinary))).headers.get('www-authenticate')).toContain(
      'error="access_denied"',
    );
    await stack.put(stack.policyTable, { route: 'GET /accounts' });
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect(await call(ordinary.accessToken, 'GET /accounts')).toMatchObject({ status: 200 });
  });

  test('who writes a malformed item closes that route and no other', async () => {
    await stack.put(stack.policyTable, { route: 'GET /statements', maxage: 30 });
    await new Promise((resolve) => setTimeout(resolve, 10_000));
    expect(await call(strong.accessToken, 'GET /statements')).toMatchObject({
      status: 401,
      error: 'access_denied',
    });
    expect(await call(strong.accessToken, 'POST /payments')).toMatchObject({ status: 200 });
    await stack.put(stack.policyTable, { route: 'GET /statements', acr: 'urn:example:loa:2' });
  });
});

describe('a client without a user', () => {
  test('may call what asks for no step-up, and is denied, not challenged, elsewhere', async () => {
    const token = await machineToken(stack.provider.issuer, stack.provider.machineClient);
    expect(await call(token, 'GET /accounts')).toMatchObject({ status: 200 });
    expect(await call(token, 'POST /payments')).toMatchObject({ error: 'access_denied' });
  });
});

describe('what a client can read beforehand', () => {
  test('the requirement of a route, with any valid token', async () => {
    const response = await fetch(target('POST /payouts').resource, { headers: bearer(ordinary) });
    expect(await response.json()).toMatchObject({
      route: 'POST /payouts',
      acr_values: 'urn:example:loa:3',
      max_age: 300,
      grant: { required: true, use: 'once', ttl: 120 },
    });
    expect((await fetch(target('POST /payouts').resource)).status).toBe(401);
    expect((await fetch(target('POST /nowhere').resource, { headers: bearer(ordinary) })).status).toBe(404);
  });

  test('the metadata that a challenge links, for the URL that was called (RFC 9728 §3.3)', async () => {
    const challenge = (await raw('POST /payments')).headers.get('www-authenticate') ?? '';
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(await (await fetch(url)).json()).toEqual({
      resource: `${stack.apiUrl}/payments`,
      authorization_servers: [stack.provider.issuer],
      bearer_methods_supported: ['header'],
    });
  });
});

describe('a browser', () => {
  test('may read the challenge and send the grant across origins', async () => {
    const challenge = await raw('POST /payments', { Origin: 'https://app.example.com' });
    expect(challenge.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(challenge.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    const preflight = await raw('OPTIONS /payments', { Origin: 'https://app.example.com' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Step-Up-Grant');
  });
});

describe('what is left behind', () => {
  test('has no token and no grant in it', async () => {
    const { value } = await stack.client.exchange(strong, target('POST /payments'));
    await call(ordinary.accessToken, 'POST /payments', value);
    const tables = await Promise.all(
      [stack.policyTable, stack.grantTable, stack.riskTable].map((table) => stack.scan(table)),
    );
    const left = JSON.stringify([tables, stack.log()]);
    const secrets = [ordinary, strong, strongest].flatMap(({ accessToken }) => accessToken.split('.'));
    for (const secret of [...secrets, value, value.slice(4)]) expect(left).not.toContain(secret);
    expect(stack.complaints()).toBe('');
  });
});
