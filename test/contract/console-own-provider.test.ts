/** What the console's server does for a page whose users sign in at a provider of the user's own. */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { createProviderDesk } from '../../console/server/provider-desk.ts';
import type { ProviderDesk } from '../../console/server/provider-desk.ts';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { browserVisits } from '../../local/sign-in/browser-visits.ts';
import { closeServer, listenOnLoopback } from '../support/loopback-server.ts';

const seen: string[] = [];
const provider = createServer((request, response) => {
  void text(request).then((body) => {
    seen.push(
      `${String(request.method)} ${String(request.url)} ${body} ${request.headers.origin ?? 'no origin'}`,
    );
    if (request.url === '/moved') response.writeHead(302, { location: '/token' }).end();
    else response.writeHead(400, { 'content-type': 'application/json' }).end('{"error":"invalid_grant"}');
  });
});
let issuer = '';

beforeAll(async () => {
  issuer = await listenOnLoopback(provider);
});
afterAll(() => closeServer(provider));

function deskFor(tokenPath = '/token', resource?: string): ProviderDesk {
  const acr = { values: { silver: 'urn:example:loa:1', gold: 'urn:example:loa:2' } };
  const vocabulary = [...Object.values(acr.values), 'urn:example:loa:3'];
  const trust = parseTrustConfig(
    { acr: vocabulary, issuers: [{ issuer, audience: ['x'], acr }] },
    { allowLoopbackIssuers: true },
  );
  if (!trust.ok) throw new Error('the trust config is right');
  const yours = {
    ...{ issuer, clientId: 'web-app', scope: 'openid', parameters: {}, resource, metadata: { issuer } },
    authorizationEndpoint: `${issuer}/auth`,
    tokenEndpoint: `${issuer}${tokenPath}`,
  };
  return createProviderDesk({ at: 'your provider', provider: yours, visits: browserVisits() }, trust.value);
}

test('a token request goes to the provider without an origin, and its answer comes back as it is', async () => {
  seen.length = 0;
  expect(await deskFor('/token', 'https://api.example').token('code=c')).toEqual({
    status: 400,
    type: 'application/json',
    body: '{"error":"invalid_grant"}',
  });
  expect(seen).toEqual(['POST /token code=c&resource=https%3A%2F%2Fapi.example no origin']);
});

test('a code is not sent on where the provider redirects to', async () => {
  seen.length = 0;
  await expect(deskFor('/moved').token('code=c')).rejects.toMatchObject({ code: 'provider_unreachable' });
  expect(seen).toHaveLength(1);
});

test('the page asks for the words of the provider, and gets sign-ins in those of the vocabulary', () => {
  const desk = deskFor();
  expect(desk.asksFor).toEqual([{ acrValues: ['silver'] }, { acrValues: ['gold'] }, { acrValues: [] }]);
  expect(desk.read({ acr: 'gold', auth_time: 1_800_000_000.5 })).toEqual({
    acr: 'urn:example:loa:2',
    authTime: 1_800_000_000,
  });
  expect(desk.read({ acr: 'bronze' })).toEqual({});
});
