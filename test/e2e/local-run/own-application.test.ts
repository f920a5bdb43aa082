/** An application on loopback, in development against the local run. It needs only its origin in the trust config. */
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { decodeJwt } from 'jose';
import { signIn } from '../../../local/sign-in.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

const ORIGIN = 'http://localhost:5173';
const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'step-up.config.json');

let stack: TestStack;

beforeAll(async () => {
  const configFile = join(mkdtempSync(join(tmpdir(), 'step-up-own-')), 'config.json');
  writeFileSync(configFile, readFileSync(SAMPLE, 'utf8').replace('https://app.example.com', ORIGIN));
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
