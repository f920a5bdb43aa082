import { exchangeForm } from '../support/exchange-form.ts';
import { bearer, startSignedInStack } from '../support/stacks/signed-in-stack.ts';
import type { SignedInStack } from '../support/stacks/signed-in-stack.ts';

let stack: SignedInStack;

beforeAll(async () => {
  stack = await startSignedInStack();
});
afterAll(() => stack.close());

describe('the answer of the exchange', () => {
  const form = (fields: Record<string, string>) => ({
    ...Object.fromEntries(exchangeForm(stack.strong.accessToken, stack.target('POST /payments').resource)),
    ...fields,
  });
  const post = (fields: Record<string, string>) =>
    fetch(stack.target('POST /payments').tokenEndpoint, {
      method: 'POST',
      body: new URLSearchParams(form(fields)),
    });

  test('is that of RFC 8693 §2.2.1, and is not to be stored', async () => {
    const response = await post({});
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(await response.json()).toEqual({
      access_token: expect.stringMatching(/^sug_/),
      issued_token_type: 'urn:step-up-authorizer:token-type:grant',
      token_type: 'N_A',
      expires_in: expect.any(Number),
    });
  });

  test.each([
    [
      'a sign-in that falls short',
      () => ({ subject_token: stack.ordinary.accessToken }),
      {
        error: 'insufficient_user_authentication',
        acr_values: 'urn:example:loa:2 urn:example:loa:3',
        max_age: 300,
      },
    ],
    ['a token that is none', () => ({ subject_token: 'x' }), { error: 'invalid_request' }],
    ['another client', () => ({ client_id: 'somebody' }), { error: 'invalid_request' }],
    [
      'a route without step-up',
      () => ({ resource: stack.target('GET /accounts').resource }),
      { error: 'invalid_target' },
    ],
    [
      'a route that does not exist',
      () => ({ resource: stack.target('GET /nowhere').resource }),
      { error: 'invalid_target' },
    ],
  ])('to %s is a 400 that says what to change', async (_, fields, error) => {
    const response = await post(fields());
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ ...error, error_description: expect.any(String) });
  });
});

test('the URI of version 0.1 names its route to the exchange, and to the requirement resource', async () => {
  const { resource, tokenEndpoint } = stack.target('POST /payments');
  const former = resource.replace(/POST\/payments$/, `POST/${encodeURIComponent('/payments')}`);
  const form = exchangeForm(stack.strong.accessToken, former);
  const body = new URLSearchParams(Object.fromEntries(form));
  expect(await fetch(tokenEndpoint, { method: 'POST', body })).toMatchObject({ status: 200 });
  const requirement = await fetch(former, { headers: bearer(stack.ordinary) });
  expect(await requirement.json()).toMatchObject({ resource, route: 'POST /payments' });
});

describe('what a client can read beforehand', () => {
  test('the requirement of a route, with any valid token', async () => {
    const response = await fetch(stack.target('POST /payouts').resource, { headers: bearer(stack.ordinary) });
    expect(await response.json()).toMatchObject({
      route: 'POST /payouts',
      acr_values: 'urn:example:loa:3',
      max_age: 300,
      grant: { required: true, use: 'once', ttl: 120 },
    });
    expect((await fetch(stack.target('POST /payouts').resource)).status).toBe(401);
    expect(
      (await fetch(stack.target('POST /nowhere').resource, { headers: bearer(stack.ordinary) })).status,
    ).toBe(404);
  });

  test('the metadata that a challenge links, for the URL that was called (RFC 9728 §3.3)', async () => {
    const challenge = (await stack.raw('POST /payments')).headers.get('www-authenticate') ?? '';
    const url = /resource_metadata="([^"]+)"/.exec(challenge)?.[1] ?? '';
    expect(await (await fetch(url)).json()).toEqual({
      resource: `${stack.apiUrl}/payments`,
      authorization_servers: ['https://id.example.com', stack.provider.issuer],
      bearer_methods_supported: ['header'],
    });
  });
});

describe('a browser', () => {
  test('may read the challenge and send the grant across origins', async () => {
    const challenge = await stack.raw('POST /payments', { Origin: 'https://app.example.com' });
    expect(challenge.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
    expect(challenge.headers.get('access-control-expose-headers')).toContain('WWW-Authenticate');
    const preflight = await stack.raw('OPTIONS /payments', { Origin: 'https://app.example.com' });
    expect(preflight.status).toBe(204);
    expect(preflight.headers.get('access-control-allow-headers')).toContain('Step-Up-Grant');
  });

  test('that sends a body with OPTIONS, as none does, is told that its type is not read', async () => {
    const form = { 'Content-Type': 'application/x-www-form-urlencoded' };
    const answer = await fetch(`${stack.apiUrl}/step-up/token`, {
      method: 'OPTIONS',
      headers: form,
      body: 'a=b',
    });
    expect(answer.status).toBe(415);
    expect(await answer.json()).toMatchObject({ detail: 'Unsupported Media Type' });
  });
});
