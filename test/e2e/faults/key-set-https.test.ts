import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { createServer as createHttpServer } from 'node:http';
import type { RequestListener } from 'node:http';
import { createServer as createHttpsServer } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';
import { createLoopbackCertificate } from '../../support/tokens/certificate.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';

/** An issuer on https, as all are but the local one; and the same key set on http, where an attacker on the network could change it. */
const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const keySet = JSON.stringify({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'k', alg: 'ES256' }] });
let visits = 0;
let jwksUri = '';
let jwks: RequestListener = (_, response) => response.end(keySet);
let discovery: RequestListener = (_, response) => response.end(JSON.stringify({ issuer, jwks_uri: jwksUri }));
const certificate = createLoopbackCertificate();
const secure = createHttpsServer(certificate, (request, response) => {
  (request.url === '/jwks' ? jwks : discovery)(request, response);
});
const insecure = createHttpServer((_, response) => {
  visits += 1;
  response.end(keySet);
});
let issuer = '';
let insecureUrl = '';
let api: FaultyApi;

beforeAll(async () => {
  issuer = await listenOnLoopback(secure);
  insecureUrl = `${await listenOnLoopback(insecure)}/jwks`;
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-certificate-')), 'ca.pem');
  writeFileSync(file, certificate.cert);
  process.env.NODE_EXTRA_CA_CERTS = file;
  api = await startFaultyApi({ trust: { issuers: [{ issuer, audience: [AUDIENCE] }] } });
});
afterAll(async () => {
  delete process.env.NODE_EXTRA_CA_CERTS;
  await api.close();
  for (const server of [secure, insecure]) await closeServer(server);
});

function token(): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: issuer, aud: AUDIENCE, sub: 'alice', client_id: 'app', exp: now + 300 };
  const input = `${encode({ alg: 'ES256', typ: 'at+jwt', kid: 'k' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(input), { key: privateKey, dsaEncoding: 'ieee-p1363' });
  return `${input}.${signature.toString('base64url')}`;
}

const statusOf = async () => (await api.call('GET /accounts', token())).status;

beforeEach(() => {
  api.reset();
});

test('an issuer on https is asked for its keys over https, whose certificates the local run trusts by NODE_EXTRA_CA_CERTS', async () => {
  jwksUri = `${issuer}/jwks`;
  expect(await statusOf()).toBe(200);
});

test.each([
  ['http', () => insecureUrl],
  ['http, in capitals', () => insecureUrl.replace('http', 'HTTP')],
  ['a data URL', () => `data:application/json,${encodeURIComponent(keySet)}`],
])('keys that its discovery document places on %s are not fetched', async (_, uri) => {
  jwksUri = uri();
  expect([await statusOf(), visits]).toEqual([503, 0]);
});

test('a redirect from https to http is not followed', async () => {
  jwksUri = `${issuer}/jwks`;
  jwks = (_, response) => response.writeHead(302, { location: insecureUrl }).end();
  expect([await statusOf(), visits]).toEqual([503, 0]);
  jwks = (_, response) => response.end(keySet);
  discovery = (_, response) => response.writeHead(302, { location: insecureUrl }).end();
  api.restart();
  expect([await statusOf(), visits]).toEqual([503, 0]);
});

test('a server whose certificate is not trusted is not asked', async () => {
  const served = jest.fn<undefined, []>();
  jwks = (_, response) => {
    served();
    response.end(keySet);
  };
  discovery = (_, response) => response.end(JSON.stringify({ issuer, jwks_uri: jwksUri }));
  const impostor = createHttpsServer(createLoopbackCertificate(), jwks);
  jwksUri = `${await listenOnLoopback(impostor)}/jwks`;
  expect(await statusOf()).toBe(503);
  expect(served).not.toHaveBeenCalled();
  await closeServer(impostor);
});

test('an issuer whose certificates are of a private authority is asked if the trust config names that', async () => {
  delete process.env.NODE_EXTRA_CA_CERTS;
  jwks = (_, response) => response.end(keySet);
  jwksUri = `${issuer}/jwks`;
  api.restart();
  expect(await statusOf()).toBe(503);
  const named = await startFaultyApi({
    trust: { issuers: [{ issuer, audience: [AUDIENCE], certificateAuthorities: [certificate.cert] }] },
  });
  expect((await named.call('GET /accounts', token())).status).toBe(200);
  await named.close();
});
