/** A provider whose ID tokens do not say when the user signed in, as those of Entra ID without the optional claim. */
import { createServer } from 'node:http';
import * as openid from 'openid-client';
import { beginSignIn, endSignIn } from '../../../client/adapters/authorization-code.ts';
import { signInByBrowser } from '../../../client/adapters/openid-client.ts';
import type { StepUpChallenge } from '../../../client/index.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { createSigner } from '../../support/tokens/token-signer.ts';

const REDIRECT_URI = 'https://shop.example/back';
const signer = createSigner('RS256', 'key');
let issuer = '';
let nonce = '';
let authTime: number | undefined;

const server = createServer((request, response) => {
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, sub: 'alice', aud: 'shop', iat: now, exp: now + 60, nonce };
  const id_token = signer.sign(
    { alg: signer.alg, kid: signer.jwk.kid },
    authTime === undefined ? claims : { ...claims, auth_time: authTime },
  );
  const metadata = {
    ...{ issuer, authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token` },
    ...{ jwks_uri: `${issuer}/jwks`, response_types_supported: ['code'] },
  };
  const answer = request.method === 'POST' ? { access_token: 'a', token_type: 'Bearer', id_token } : metadata;
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
});

beforeAll(async () => {
  issuer = await listenOnLoopback(server);
});
afterAll(() => closeServer(server));

/** The user comes back with a code at once. */
function backFrom({ searchParams }: URL): URL {
  nonce = searchParams.get('nonce') ?? '';
  const answer = { code: 'c', state: searchParams.get('state') ?? '' };
  return new URL(`${REDIRECT_URI}?${new URLSearchParams(answer).toString()}`);
}

async function byCode(challenge: StepUpChallenge): Promise<string> {
  const application = { issuer, clientId: 'shop', redirectUri: REDIRECT_URI, allowInsecureRequests: true };
  const { url, pending } = await beginSignIn(application, challenge);
  return endSignIn(application, pending, backFrom(url));
}

async function byProgram(challenge: StepUpChallenge): Promise<string> {
  const execute = [
    // oxlint-disable-next-line typescript/no-deprecated -- a provider on loopback has no TLS
    openid.allowInsecureRequests,
  ];
  const config = await openid.discovery(new URL(issuer), 'shop', undefined, openid.None(), { execute });
  const visit = (url: URL) => Promise.resolve(backFrom(url));
  const signIn = signInByBrowser({ config, redirectUri: REDIRECT_URI, scope: 'openid', visit });
  return signIn(challenge, new AbortController().signal);
}

describe.each([
  ['in a browser', byCode],
  ['in a program', byProgram],
])('a sign-in helper %s', (_, signIn) => {
  const within = (maxAge: number | undefined) => signIn({ acrValues: [], maxAge, reason: '' });

  test('takes no sign-in for a max_age where the ID token has no auth_time, or an old one', async () => {
    authTime = undefined;
    await expect(within(300)).rejects.toThrow();
    authTime = Math.floor(Date.now() / 1000) - 400;
    await expect(within(300)).rejects.toThrow();
    authTime += 390;
    expect(await within(300)).toBe('a');
  });

  test('asks for no auth_time where the challenge has no max_age', async () => {
    authTime = undefined;
    expect(await within(undefined)).toBe('a');
  });
});
