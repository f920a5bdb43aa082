/** A provider whose metadata would have the page run what it names. */
import { createServer } from 'node:http';
import { beginSignIn } from '../../../client/adapters/authorization-code.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';

let authorizationEndpoint = '';
let issuer = '';
const server = createServer((_, response) => {
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ issuer, authorization_endpoint: authorizationEndpoint }));
});

beforeAll(async () => {
  issuer = await listenOnLoopback(server);
});

afterAll(() => closeServer(server));

const begin = () =>
  beginSignIn(
    {
      issuer,
      clientId: 'shop',
      redirectUri: 'https://shop.example/back',
      allowInsecureRequests: true,
    },
    { acrValues: [], maxAge: undefined, reason: '' },
  );

test.each(['javascript:alert(1)//', 'data:text/html,x', 'blob:https://shop.example/x'])(
  'a user is not sent to %s',
  async (endpoint) => {
    authorizationEndpoint = endpoint;
    await expect(begin()).rejects.toThrow('is no place to send a user to');
  },
);

test('a user is sent to a page of the web', async () => {
  authorizationEndpoint = 'https://id.example/authorize?tenant=1';
  expect((await begin()).url.href).toMatch(/^https:\/\/id\.example\/authorize\?tenant=1&response_type=code&/);
});
