/** A provider that ignores acr_values, as the standard lets it (OpenID Connect Core §3.1.2.1): one try, then the error. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { programAt } from '../../support/program.ts';
import { startProviderProcess } from '../../support/stacks/provider-process.ts';
import type { ProviderProcess } from '../../support/stacks/provider-process.ts';

const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
const AUDIENCE = 'https://api.example.com';
const REDIRECT_URI = 'http://127.0.0.1/callback';
const SCOPE = { acrValues: [], maxAge: undefined, reason: '' };

let provider: ProviderProcess;
let stack: ClientStack;

beforeAll(async () => {
  provider = await startProviderProcess({
    acr: ACR,
    audience: AUDIENCE,
    redirectUris: [REDIRECT_URI],
    ignoresAcrValues: true,
  });
  const configFile = join(mkdtempSync(join(tmpdir(), 'step-up-config-')), 'config.json');
  const trusted = { issuer: provider.issuer, audience: [AUDIENCE], algorithms: ['ES256'] };
  writeFileSync(configFile, JSON.stringify({ acr: ACR, issuers: [trusted] }));
  stack = await startClientStack({ configFile });
});
afterAll(async () => {
  await stack.close();
  await provider.close();
});
beforeEach(() => {
  stack.proxy.clear();
});

/** A session of the provider, and a program that steps up there. */
async function session() {
  const { signIn, visited } = await programAt(provider, REDIRECT_URI);
  const token = await signIn(SCOPE, new AbortController().signal);
  const asked = () => visited.slice(1).map(({ searchParams }) => searchParams.get('acr_values'));
  return { ...stack.caller({ token: () => token, signIn }), asked };
}
const requests = () => stack.proxy.seen().map(({ method, path }) => `${method} ${path}`);

test.each([
  ['/payments', 'urn:example:loa:2 urn:example:loa:3'],
  ['/payouts', 'urn:example:loa:3'],
])('a call of %s asks it once, exchanges once, and is not repeated', async (path, acrValues) => {
  const { fetch, asked } = await session();
  await expect(fetch(stack.at(path), { method: 'POST' })).rejects.toMatchObject({
    name: 'StepUpError',
    code: 'not_improved',
    challenge: { acrValues: acrValues.split(' ') },
    cause: { error: 'insufficient_user_authentication' },
  });
  expect(asked()).toEqual([acrValues]);
  expect(requests()).toEqual([`POST /v1${path}`, 'POST /v1/step-up/token']);
});

test('parallel calls ask it once between them', async () => {
  const { fetch, asked } = await session();
  const calls = Array.from({ length: 3 }, () => fetch(stack.at('/payments'), { method: 'POST' }));
  const outcomes = await Promise.allSettled(calls);
  expect(outcomes).toMatchObject(Array.from({ length: 3 }, () => ({ reason: { code: 'not_improved' } })));
  expect(asked()).toHaveLength(1);
  expect(requests().filter((one) => one === 'POST /v1/payments')).toHaveLength(3);
});

test('without an offer of a grant, the request is repeated once with the token, and no more', async () => {
  const { signIn, visited } = await programAt(provider, REDIRECT_URI);
  const token = await signIn(SCOPE, new AbortController().signal);
  const { fetch } = stack.caller({
    token: () => token,
    signIn,
    fetch: async (input, init) => {
      const { status, headers } = await globalThis.fetch(input, init);
      return new Response(null, { status, headers });
    },
  });
  await expect(fetch(stack.at('/payments'), { method: 'POST' })).rejects.toMatchObject({
    code: 'not_improved',
  });
  expect(visited).toHaveLength(2);
  expect(requests()).toEqual(['POST /v1/payments', 'POST /v1/payments']);
});
