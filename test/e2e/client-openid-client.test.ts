/** The client library in a program on Node.js that signs its user in with openid-client. */
import * as openid from 'openid-client';
import { signInByBrowser } from '../../client/adapters/openid-client.ts';
import { browse, CookieJar } from '../../local/sign-in.ts';
import { startClientStack } from '../support/client-stack.ts';
import type { ClientStack } from '../support/client-stack.ts';

let stack: ClientStack;

beforeAll(async () => {
  stack = await startClientStack();
});
afterAll(() => stack.close());

/** A user with a browser, and the URLs that it was sent to. */
async function program() {
  const { provider, redirectUri } = stack;
  const cookies = new CookieJar();
  const visited: URL[] = [];
  const config = await openid.discovery(
    new URL(provider.issuer),
    provider.clientId,
    undefined,
    openid.None(),
    // eslint-disable-next-line @typescript-eslint/no-deprecated -- a provider on loopback has no TLS
    { execute: [openid.allowInsecureRequests] },
  );
  const signIn = signInByBrowser({
    config,
    redirectUri,
    scope: 'openid payments:write',
    visit: async (url) => {
      visited.push(url);
      return (await browse(url, { ...provider.testUser, redirectUri, cookies })).callback;
    },
  });
  return { visited, signIn };
}

test('is sent to the provider with the demands of the challenge, and pays', async () => {
  const { visited, signIn } = await program();
  const { fetch } = stack.caller({ signIn });
  const response = await fetch(stack.at('/payments'), { method: 'POST' });
  expect(await response.json()).toMatchObject({ openedBy: 'grant', acr: 'urn:example:loa:2' });
  expect(
    visited.map(({ searchParams }) => [searchParams.get('acr_values'), searchParams.get('max_age')]),
  ).toEqual([['urn:example:loa:2 urn:example:loa:3', '300']]);
});

test('gets the error of the provider when it knows none of the acr_values', async () => {
  const { signIn } = await program();
  const { fetch } = stack.caller({
    signIn: (challenge, signal) => signIn({ ...challenge, acrValues: ['urn:unknown'] }, signal),
  });
  await expect(fetch(stack.at('/payments'), { method: 'POST' })).rejects.toMatchObject({
    error: 'unmet_authentication_requirements',
  });
});
