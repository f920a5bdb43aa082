/** The code flow that popup and redirect share, with a user over HTTP: what goes to the provider, and who may come back. */
import { beginSignIn, endSignIn } from '../../../client/adapters/authorization-code.ts';
import type { Application } from '../../../client/adapters/authorization-code.ts';
import { browse } from '../../../local/sign-in.ts';
import { startClientStack } from '../../support/stacks/client-stack.ts';
import type { ClientStack } from '../../support/stacks/client-stack.ts';
import { claimsRequest } from '../../support/tokens/entra-tenant.ts';

const CHALLENGE = { acrValues: ['urn:example:loa:2', 'urn:example:loa:3'], maxAge: 300, reason: '' };

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());

function application(more: Partial<Application> = {}): Application {
  const { provider, redirectUri } = stack;
  const { issuer, clientId } = provider;
  return {
    issuer,
    clientId,
    redirectUri,
    scope: 'openid payments:write',
    allowInsecureRequests: true,
    ...more,
  };
}

/** Signs alice in. */
async function signIn(own: Application): Promise<string> {
  const { redirectUri, provider } = stack;
  const { url, pending } = await beginSignIn(own, CHALLENGE);
  const { callback } = await browse(url, { ...provider.testUser, redirectUri });
  return endSignIn(own, pending, callback);
}

test('the authorization request says what the challenge said, and what the application adds', async () => {
  const parameters = { resource: 'https://api.example.com', acr_values: 'weaker', login_hint: 'alice' };
  const { url } = await beginSignIn(application({ parameters }), CHALLENGE);
  expect(Object.fromEntries(url.searchParams)).toMatchObject({
    ...{ response_type: 'code', scope: 'openid payments:write', code_challenge_method: 'S256' },
    ...{ acr_values: 'urn:example:loa:2 urn:example:loa:3', max_age: '300' },
    ...{ resource: 'https://api.example.com', login_hint: 'alice' },
  });
});

test('a claims request goes there as it is, in place of acr_values', async () => {
  const claims = claimsRequest('c2');
  const { url } = await beginSignIn(application(), { ...CHALLENGE, claims });
  const sent = ['claims', 'acr_values', 'max_age'].map((name) => url.searchParams.get(name));
  expect(sent).toEqual([claims, null, '300']);
});

test('an application that names no scope asks for openid', async () => {
  const { issuer, clientId, redirectUri } = application();
  const { url } = await beginSignIn(
    { issuer, clientId, redirectUri, allowInsecureRequests: true },
    { acrValues: [], maxAge: undefined, reason: '' },
  );
  expect(url.searchParams.get('scope')).toBe('openid');
  expect(['acr_values', 'max_age'].filter((name) => url.searchParams.has(name))).toEqual([]);
});

test('hostile acr_values stay one parameter', async () => {
  const acrValues = ['a&max_age=9999', 'b#c', 'd\r\ne'];
  const { url } = await beginSignIn(application(), { ...CHALLENGE, acrValues });
  const sent = new URL(url.href).searchParams;
  expect([sent.getAll('acr_values'), sent.getAll('max_age')]).toEqual([[acrValues.join(' ')], ['300']]);
});

test('the sign-in of the user of the session gives the token that pays', async () => {
  const { fetch } = stack.caller({ signIn: () => signIn(application({ subject: () => 'alice' })) });
  expect((await fetch(stack.at('/payments'), { method: 'POST' })).status).toBe(200);
});

test('the sign-in of another user is refused', async () => {
  await expect(signIn(application({ subject: () => 'bob' }))).rejects.toThrow(
    'Another user signed in: alice in the place of bob',
  );
});
