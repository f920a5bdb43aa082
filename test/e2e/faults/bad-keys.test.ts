import { createHash, createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';
import { startFaultyApi } from '../../support/stacks/faulty-api.ts';
import type { FaultyApi } from '../../support/stacks/faulty-api.ts';
import { AUDIENCE } from '../../support/tokens/issuer.ts';

let api: FaultyApi;

beforeAll(async () => {
  api = await startFaultyApi();
});
afterAll(() => api.close());

const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const other = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const p384 = generateKeyPairSync('ec', { namedCurve: 'P-384' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const SECRET = Buffer.alloc(32, 7);

const jwkOf = ({ publicKey }: { publicKey: KeyObject }): JsonWebKey => publicKey.export({ format: 'jwk' });
const ES256 = { ...jwkOf(ec), kid: 'bad', use: 'sig', alg: 'ES256' };
const RS256 = { ...jwkOf(rsa), kid: 'bad', use: 'sig', alg: 'RS256' };

/** A token that names the key `bad`, and that this key, if it were taken, would verify. */
function tokenOf(alg: string, signature: (input: Buffer) => Buffer): string {
  const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: api.issuer.issuer, aud: AUDIENCE, sub: 'mallory', client_id: 'app', exp: now + 300 };
  const input = `${encode({ alg, typ: 'at+jwt', kid: 'bad' })}.${encode(claims)}`;
  return `${input}.${signature(Buffer.from(input)).toString('base64url')}`;
}

const byEc = () =>
  tokenOf('ES256', (input) => sign('sha256', input, { key: ec.privateKey, dsaEncoding: 'ieee-p1363' }));
const byRsa = () => tokenOf('RS256', (input) => sign('sha256', input, rsa.privateKey));

/** A signature with an exponent of 1 is the padded digest itself (RFC 8017 §9.2): an attacker needs no key for it. */
const byNobody = () =>
  tokenOf('RS256', (input) => {
    const digest = Buffer.concat([
      Buffer.from('3031300d060960864801650304020105000420', 'hex'),
      createHash('sha256').update(input).digest(),
    ]);
    const padding = Buffer.alloc(256 - 3 - digest.length, 0xff);
    return Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), digest]);
  });

const BAD: readonly (readonly [string, readonly unknown[], () => string])[] = [
  [
    'is symmetric',
    [{ kty: 'oct', kid: 'bad', alg: 'HS256', k: SECRET.toString('base64url') }],
    () => tokenOf('HS256', (input) => createHmac('sha256', SECRET).update(input).digest()),
  ],
  ['has no kid', [{ ...ES256, kid: undefined }], byEc],
  ['has an empty kid', [{ ...ES256, kid: '' }], byEc],
  ['has a kid that is no text', [{ ...ES256, kid: ['bad'] }], byEc],
  ['shares its kid with another', [ES256, { ...ES256, ...jwkOf(other) }], byEc],
  ['is for encryption', [{ ...ES256, use: 'enc' }], byEc],
  ['has a use that is no text', [{ ...ES256, use: ['sig'] }], byEc],
  ['has operations without verifying', [{ ...ES256, key_ops: ['sign'] }], byEc],
  ['is for another algorithm', [{ ...ES256, alg: 'ES384' }], byEc],
  ['is for an algorithm of another kind', [{ ...ES256, alg: 'HS256' }], byEc],
  ['has an alg that is no text', [{ ...ES256, alg: 7 }], byEc],
  ['is on another curve than its algorithm', [{ ...ES256, ...jwkOf(p384) }], byEc],
  ['says that it is on another curve', [{ ...ES256, crv: 'P-384' }], byEc],
  ['is of an unknown type', [{ ...ES256, kty: 'AKP' }], byEc],
  ['has no type', [{ ...ES256, kty: undefined }], byEc],
  ['is of another type than its algorithm', [{ ...ES256, alg: 'RS256' }], byEc],
  ['is no point of its curve', [{ ...ES256, y: jwkOf(other).y }], byEc],
  ['lacks a coordinate', [{ ...ES256, y: undefined }], byEc],
  [
    'shows its private half',
    [{ ...ec.privateKey.export({ format: 'jwk' }), kid: 'bad', alg: 'ES256' }],
    byEc,
  ],
  [
    'shows its private half, of RSA',
    [{ ...rsa.privateKey.export({ format: 'jwk' }), kid: 'bad', alg: 'RS256' }],
    byRsa,
  ],
  ['shows a prime factor alone', [{ ...RS256, p: rsa.privateKey.export({ format: 'jwk' }).p }], byRsa],
  [
    'is RSA with 1024 bits',
    [{ ...RS256, ...jwkOf(shortRsa) }],
    () => tokenOf('RS256', (input) => sign('sha256', input, shortRsa.privateKey)),
  ],
  ['is RSA with the exponent 1', [{ ...RS256, e: 'AQ' }], byNobody],
  ['is no object', ['bad', null, 7, [], [ES256]], byEc],
];

const statusOf = async (token: string) => (await api.call('GET /accounts', token)).status;

/** In milliseconds: keys in memory are too old to count, and are fetched again. */
const TOO_OLD = 3_601_000;

test.each(BAD)('a key that %s spoils itself, and no other', async (what, bad, forged) => {
  // That a key was shown is remembered as long as the instance lives.
  const isShown = what.startsWith('shows');
  const good = api.issuer.publicJwk();
  for (const keys of [
    [...bad, good],
    [good, ...bad],
  ]) {
    if (isShown) api.reset();
    else api.time.advance(TOO_OLD);
    api.issuer.answer((_, response) => response.end(JSON.stringify({ keys })));
    expect(await statusOf(await api.strong())).toBe(200);
    expect(await statusOf(forged())).toBe(401);
    expect(await statusOf(await api.strong())).toBe(200);
  }
  if (isShown) api.reset();
});

test.each([
  ['an EC key', ES256, byEc],
  ['an RSA key', RS256, byRsa],
])('the tokens of these tests would be taken, were %s as it should be', async (_, key, token) => {
  api.reset();
  api.issuer.answer((_, response) => response.end(JSON.stringify({ keys: [key] })));
  expect(await statusOf(token())).toBe(200);
});

test('of two keys with one kid, the one counts that fits the algorithm', async () => {
  api.reset();
  api.issuer.answer((_, response) => response.end(JSON.stringify({ keys: [ES256, RS256] })));
  expect([await statusOf(byEc()), await statusOf(byRsa())]).toEqual([200, 200]);
});

test('an unusable twin of a key takes nothing from it', async () => {
  api.reset();
  const twins = [{ ...ES256, ...jwkOf(other), use: 'enc' }, ES256];
  api.issuer.answer((_, response) => response.end(JSON.stringify({ keys: twins })));
  expect(await statusOf(byEc())).toBe(200);
});
