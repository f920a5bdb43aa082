import { generateKeyPairSync } from 'node:crypto';
import { parseTrustConfig } from '../../core/trust/trust-config.ts';
import { createAuthority } from '../support/tokens/certificate.ts';

const ISSUER = { issuer: 'https://id.example.com', audience: ['https://api.example.com'] };

const parsedWith = (fields: object) =>
  parseTrustConfig({ acr: ['loa1'], issuers: [{ ...ISSUER, ...fields }] });
const problemsOf = (fields: object) => {
  const parsed = parsedWith(fields);
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
};
const issuerOf = (fields: object) => {
  const parsed = parsedWith(fields);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return parsed.value.issuers[0];
};

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const KEY = ec.publicKey.export({ format: 'jwk' });
const PRIVATE = ec.privateKey.export({ format: 'jwk' });
const RSA = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({ format: 'jwk' });
const SHORT = generateKeyPairSync('rsa', { modulusLength: 1024 }).publicKey.export({ format: 'jwk' });
const CA = createAuthority('A').own.cert;

test.each([
  ['a query in jwksUri', { jwksUri: 'https://id.example.com/keys?p=B2C_1&x=%2F' }],
  ['a timeout of 1.5 s', { keySetTimeout: 1.5 }],
  ['a timeout of 0.1 s', { keySetTimeout: 0.1 }],
  ['a private authority', { certificateAuthorities: [CA] }],
  ['several in one text', { certificateAuthorities: [`${CA}\n${CA}`] }],
  ['every algorithm', { algorithms: ['RS512', 'PS256', 'PS384', 'PS512', 'ES512', 'EdDSA', 'Ed25519'] }],
  ['static keys', { jwks: { keys: [KEY, { ...RSA, kid: 'rsa' }] } }],
  [
    'static keys for one of the algorithms each',
    { jwks: { keys: [KEY, RSA] }, algorithms: ['PS256', 'ES256'] },
  ],
])('takes %s', (_, fields) => {
  expect(problemsOf(fields)).toEqual([]);
});

test.each([
  [
    'a fragment in jwksUri',
    { jwksUri: 'https://id.example.com/keys#a' },
    /^issuers\[0\]\.jwksUri: write a URL/,
  ],
  ['a user in jwksUri', { jwksUri: 'https://a:b@id.example.com/?x' }, /^issuers\[0\]\.jwksUri: write a URL/],
  [
    'http in jwksUri, with a query',
    { jwksUri: 'http://id.example.com/?x' },
    /^issuers\[0\]\.jwksUri: expected https/,
  ],
  [
    'a query in issuer',
    { issuer: 'https://id.example.com/?a' },
    /^issuers\[0\]\.issuer: .*without user, query/,
  ],
  [
    'a timeout beyond that of a request',
    { keySetTimeout: 2 },
    /^issuers\[0\]\.keySetTimeout: expected 0\.1 to 1\.5 s/,
  ],
  ['no timeout', { keySetTimeout: 0 }, /^issuers\[0\]\.keySetTimeout: expected/],
  ['a timeout in text', { keySetTimeout: '1' }, /^issuers\[0\]\.keySetTimeout: expected/],
  [
    'an authority that is no PEM',
    { certificateAuthorities: ['ca.pem'] },
    /certificateAuthorities\[0\]: write certificates in PEM/,
  ],
  [
    'a private key as an authority',
    { certificateAuthorities: ['-----BEGIN PRIVATE KEY-----\nAA\n-----END PRIVATE KEY-----'] },
    /in PEM/,
  ],
  ['no authorities', { certificateAuthorities: [] }, /certificateAuthorities: list at least one/],
  ['an empty key set', { jwks: { keys: [] } }, /^issuers\[0\]\.jwks\.keys: list at least one key/],
  [
    'a key set that is none',
    { jwks: 'https://id.example.com/jwks' },
    /^issuers\[0\]\.jwks: write a key set such as/,
  ],
  [
    'a private key',
    { jwks: { keys: [KEY, PRIVATE] } },
    /^issuers\[0\]\.jwks\.keys\[1\]: this key shows its private half: remove it/,
  ],
  [
    'a symmetric key',
    { jwks: { keys: [{ kty: 'oct', k: 'AAAA' }] } },
    /jwks\.keys\[0\]: this key is of another kind/,
  ],
  [
    'a key for encryption',
    { jwks: { keys: [{ ...KEY, use: 'enc' }] } },
    /jwks\.keys\[0\]: this key is not for signatures/,
  ],
  [
    'a short key',
    { jwks: { keys: [SHORT] } },
    /jwks\.keys\[0\]: this key is an RSA key of fewer than 2048 bits/,
  ],
  ['a key that is none', { jwks: { keys: ['x'] } }, /jwks\.keys\[0\]: /],
  [
    'a key for no algorithm of the issuer',
    { jwks: { keys: [KEY, RSA] }, algorithms: ['ES256'] },
    /^issuers\[0\]\.jwks: keys\[1\] fits none of the algorithms/,
  ],
  [
    'a key for RSA-PSS that is not accepted',
    { jwks: { keys: [{ ...RSA, alg: 'PS256' }] } },
    /^issuers\[0\]\.jwks: keys\[0\] fits none/,
  ],
  [
    'static keys beside an address',
    { jwks: { keys: [KEY] }, jwksUri: 'https://id.example.com/jwks' },
    /^issuers\[0\]\.jwksUri: with jwks nothing is fetched/,
  ],
  [
    'static keys with a timeout',
    { jwks: { keys: [KEY] }, keySetTimeout: 1 },
    /^issuers\[0\]\.keySetTimeout: with jwks nothing is fetched/,
  ],
  [
    'static keys with an authority',
    { jwks: { keys: [KEY] }, certificateAuthorities: [CA] },
    /certificateAuthorities: with jwks nothing is fetched/,
  ],
])('refuses %s', (_, fields, message) => {
  expect(problemsOf(fields)).toEqual([expect.stringMatching(message)]);
});

test('keeps of static keys what verifies signatures, and reads that again when a function starts', () => {
  const written = {
    ...KEY,
    kid: 'a',
    alg: 'ES256',
    use: 'sig',
    key_ops: ['verify'],
    x5c: ['MII'],
    d: null,
    k: '',
  };
  const jwks = issuerOf({ jwks: { keys: [written] } })?.jwks;
  expect(jwks).toEqual({ keys: [{ ...KEY, kid: 'a', alg: 'ES256', use: 'sig', key_ops: ['verify'] }] });
  expect(issuerOf({ jwks })?.jwks).toEqual(jwks);
});

test('by default RSA-PSS is not accepted', () => {
  expect(issuerOf({})?.algorithms).toEqual(['RS256', 'ES256', 'EdDSA', 'Ed25519']);
});
