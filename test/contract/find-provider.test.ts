/** A provider that `npm start` does not find: the message says what to change. */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { RequestListener } from 'node:http';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { trustAuthorities } from '../../local/run/certificate-authorities.ts';
import { findProvider } from '../../local/sign-in/find-provider.ts';
import { closeServer, listenOnLoopback } from '../support/loopback-server.ts';
import { createAuthority } from '../support/tokens/certificate.ts';

const authority = createAuthority('The bank');
let document: object = {};
let status = 200;
const answer: RequestListener = (_, response) => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
};
const plain = createServer(answer);
const secure = createSecureServer(authority.issue(), answer);
const servers = { http: '', https: '' };

beforeAll(async () => {
  servers.http = await listenOnLoopback(plain);
  servers.https = await listenOnLoopback(secure);
});
afterAll(async () => {
  for (const server of [plain, secure]) await closeServer(server);
});

const endpoints = (issuer: string) => ({
  issuer,
  authorization_endpoint: `${issuer}/auth`,
  token_endpoint: `${issuer}/token`,
});

test('one that is there is found', async () => {
  document = endpoints(servers.http);
  expect(await findProvider(servers.http)).toMatchObject({ tokenEndpoint: `${servers.http}/token` });
});

test.each(['https://login.example.com/realms/Bank', '/'])(
  'one that calls itself otherwise (%s): how to write it',
  async (own) => {
    const name = own === '/' ? `${servers.http}/` : own;
    document = endpoints(name);
    await expect(findProvider(servers.http)).rejects.toThrow(
      `it calls itself ${JSON.stringify(name)}. Write "issuer" of the trust config so, character by character`,
    );
  },
);

test('one whose name leads elsewhere: the address that was asked, and its answer', async () => {
  status = 404;
  await expect(findProvider(`${servers.http}/realms/Bank`)).rejects.toThrow(
    `${servers.http}/realms/Bank/.well-known/openid-configuration answers with status 404`,
  );
  status = 200;
});

test('one where nobody signs in', async () => {
  document = { issuer: servers.http };
  await expect(findProvider(servers.http)).rejects.toThrow(
    'has no authorization endpoint or no token endpoint',
  );
});

test('one that does not answer: the address that was asked', async () => {
  await expect(findProvider(`${servers.http}:1/realms/bank`.replace(/:\d+:1/, ':9'))).rejects.toThrow(
    /\/realms\/bank\/\.well-known\/openid-configuration answer\?/,
  );
});

describe('one with a certificate of a private authority', () => {
  const before = getCACertificates('default');
  afterAll(() => {
    setDefaultCACertificates(before);
  });

  test('is not trusted, and the message names NODE_EXTRA_CA_CERTS', async () => {
    document = endpoints(servers.https);
    await expect(findProvider(servers.https)).rejects.toThrow('start with NODE_EXTRA_CA_CERTS=FILE');
  });

  test('is found where the trust config names the authority', async () => {
    trustAuthorities([{ certificateAuthorities: [authority.own.cert] }, {}]);
    expect(await findProvider(servers.https)).toMatchObject({ issuer: servers.https });
  });
});
