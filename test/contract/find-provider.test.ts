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
const answerDocument: RequestListener = (_, response) => {
  response.statusCode = status;
  response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
};
let answer = answerDocument;
const listener: RequestListener = (request, response) => {
  answer(request, response);
};
const plain = createServer(listener);
const secure = createSecureServer(authority.issue(), listener);
const servers = { http: '', https: '' };

beforeAll(async () => {
  servers.http = await listenOnLoopback(plain);
  servers.https = await listenOnLoopback(secure);
});
afterEach(() => {
  answer = answerDocument;
  jest.restoreAllMocks();
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

test.each(['authorization_endpoint', 'token_endpoint'])(
  'one that names a foreign %s without TLS',
  async (name) => {
    document = { ...endpoints(servers.http), [name]: 'http://id.example.com/\u001b[2J' };
    await expect(findProvider(servers.http)).rejects.toThrow(
      `names the endpoint http://id.example.com/\\u001b[2J: expected one on https`,
    );
  },
);

test('what is no JSON cannot control the terminal', async () => {
  answer = (_, response) =>
    response.setHeader('content-type', 'application/json').end('\u001b]0;a title\u0007');
  await expect(findProvider(servers.http)).rejects.toThrow(/^[ -~]*Unexpected token[ -~]*$/);
});

test('an answer of any size is read to one megabyte', async () => {
  document = { ...endpoints(servers.http), padding: 'x'.repeat(1_000_000) };
  await expect(findProvider(servers.http)).rejects.toThrow('larger than 1000000 bytes');
});

test('an answer that does not end is waited for until a deadline', async () => {
  const deadline = new AbortController();
  jest.spyOn(AbortSignal, 'timeout').mockReturnValue(deadline.signal);
  answer = (_, response) => {
    response.setHeader('content-type', 'application/json').write('{');
    deadline.abort(new Error('too late'));
  };
  await expect(findProvider(servers.http)).rejects.toThrow('too late');
});

test('a redirect is not followed', async () => {
  document = endpoints(servers.http);
  answer = (request, response) => {
    if (request.url?.includes('moved') === true) answerDocument(request, response);
    else response.writeHead(302, { location: '/moved' }).end();
  };
  await expect(findProvider(servers.http)).rejects.toThrow('answers with status 302');
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

  test('sends codes nowhere without TLS, be it on this machine', async () => {
    document = { ...endpoints(servers.https), token_endpoint: `${servers.http}/token` };
    await expect(findProvider(servers.https)).rejects.toThrow('expected one on https');
  });
});
