/** An application on loopback, in development against the local run. It needs only its origin in the trust config. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import * as v from 'valibot';
import { signIn } from '../../../local/sign-in.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

const ORIGIN = 'http://localhost:5173';
const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'step-up.config.json');

let stack: TestStack;

beforeAll(async () => {
  const configFile = join(mkdtempSync(join(tmpdir(), 'step-up-own-')), 'config.json');
  const config: unknown = JSON.parse(readFileSync(SAMPLE, 'utf8'));
  const cors = {
    allowedOrigins: [ORIGIN],
    allowedHeaders: ['Idempotency-Key', 'traceparent'],
    exposedHeaders: ['X-Request-Id'],
  };
  writeFileSync(configFile, JSON.stringify({ ...v.parse(v.looseObject({}), config), cors }));
  stack = await startStack({ configFile });
});

afterAll(() => stack.close());

test.each(['/', '/popup', '/callback'])('the provider accepts the redirect URI %s', async (path) => {
  const { issuer, clientId, testUser } = stack.provider;
  const { accessToken } = await signIn({ issuer, clientId, redirectUri: `${ORIGIN}${path}`, ...testUser });
  expect(decodeJwt(accessToken).sub).toBe(testUser.username);
});

test('its pages may call the token endpoint and the API', async () => {
  const { issuer, clientId } = stack.provider;
  const headers = { origin: ORIGIN };
  const token = await fetch(`${issuer}/token`, {
    method: 'POST',
    headers,
    body: new URLSearchParams({ client_id: clientId, grant_type: 'authorization_code', code: 'none' }),
  });
  const api = await fetch(`${stack.apiUrl}/payments`, { method: 'POST', headers });
  expect(token.headers.get('access-control-allow-origin')).toBe(ORIGIN);
  expect(api.headers.get('access-control-allow-origin')).toBe(ORIGIN);
});

test('its pages may send the headers that the trust config allows, to a route and to the exchange', async () => {
  for (const path of ['payments', 'step-up/token']) {
    const preflight = await fetch(`${stack.apiUrl}/${path}`, {
      method: 'OPTIONS',
      headers: {
        origin: ORIGIN,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,idempotency-key,traceparent',
      },
    });
    expect(preflight.headers.get('access-control-allow-headers')).toBe(
      'Authorization,Content-Type,Step-Up-Grant,Idempotency-Key,traceparent',
    );
  }
});

test('its pages may read the headers that the trust config exposes, of a refusal and of a path that does not exist', async () => {
  for (const path of ['payments', 'nothing-here']) {
    const refusal = await fetch(`${stack.apiUrl}/${path}`, { method: 'POST', headers: { origin: ORIGIN } });
    expect(refusal.headers.get('access-control-expose-headers')).toBe(
      'WWW-Authenticate, Retry-After, x-amz-apigw-id, X-Request-Id',
    );
  }
});
