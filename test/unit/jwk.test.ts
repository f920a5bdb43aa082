import { generateKeyPairSync } from 'node:crypto';
import { readJwk } from '../../core/trust/jwk.ts';
import { numberIn } from '../../core/trust/key-numbers.ts';

const jwkOf = ({ publicKey }: { publicKey: { export: (options: { format: 'jwk' }) => object } }) =>
  publicKey.export({ format: 'jwk' });
const KINDS: readonly (readonly [string, object])[] = [
  ['RSA', jwkOf(generateKeyPairSync('rsa', { modulusLength: 2048 }))],
  ['P-256', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-256' }))],
  ['P-384', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-384' }))],
  ['P-521', jwkOf(generateKeyPairSync('ec', { namedCurve: 'P-521' }))],
  ['Ed25519', jwkOf(generateKeyPairSync('ed25519'))],
];
const [, rsa] = KINDS[0] ?? ['', {}];
const [, ed] = KINDS[4] ?? ['', {}];

/** Members of RFC 7517 §4 and RFC 7518 §6, and those that others add. */
const OPTIONAL = [
  ...['kid', 'use', 'key_ops', 'alg', 'x5u', 'x5c', 'x5t', 'x5t#S256', 'exp', 'nbf', 'iat', 'revoked'],
  ...['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth', 'k', 'crv', 'n', 'e', 'x', 'y'],
];
const EMPTY = [null, '', []];

describe.each(KINDS)('a key of kind %s', (_, key) => {
  test('counts with every member that it does not need null or empty', () => {
    const plain = readJwk(key);
    expect(plain.ok).toBe(true);
    for (const member of OPTIONAL.filter((name) => !Object.hasOwn(key, name)))
      for (const value of EMPTY)
        expect([member, value, readJwk({ ...key, [member]: value })]).toEqual([member, value, plain]);
    const all = OPTIONAL.filter((name) => !Object.hasOwn(key, name)).map((name) => [name, null]);
    expect(readJwk({ ...Object.fromEntries(all), ...key })).toEqual(plain);
  });

  test('does not count without a member that it needs', () => {
    for (const member of Object.keys(key))
      for (const value of [...EMPTY, undefined, 7, 'ä'])
        expect([member, readJwk({ ...key, [member]: value }).ok]).toEqual([member, false]);
  });

  test('is said to lack a member that it needs', () => {
    for (const member of Object.keys(key).filter((name) => name !== 'kty'))
      expect(readJwk({ ...key, [member]: undefined })).toEqual({ ok: false, error: `has no ${member}` });
  });

  test.each([
    [{ use: 'enc' }, 'is not for signatures (use)'],
    [{ use: 7 }, 'is not for signatures (use)'],
    [{ key_ops: ['sign'] }, 'is not for verifying (key_ops)'],
    [{ key_ops: 'verify' }, 'has key_ops that are no list'],
    [{ alg: 'RSA-OAEP' }, 'is for another algorithm (alg)'],
    [{ alg: 'HS256' }, 'is for another algorithm (alg)'],
    [{ kid: 7 }, 'has a kid that is no text'],
    [{ kid: 'x'.repeat(256) }, 'has a kid of more than 255 characters'],
    [{ kty: 'oct' }, 'is of another kind (kty)'],
    [{ d: 'AAAA' }, 'shows its private half'],
    [{ d: {} }, 'shows its private half'],
    [{ oth: [{}] }, 'shows its private half'],
  ])('does not count with %j, and it is said why', (members, reason) => {
    expect(readJwk({ ...key, ...members })).toEqual({ ok: false, error: reason });
  });
});

test.each([
  ['a short RSA key', jwkOf(generateKeyPairSync('rsa', { modulusLength: 1024 })), /fewer than 2048 bits/],
  [
    'an RSA key of 2047 bits',
    { ...rsa, n: Buffer.alloc(256, 0x7f).toString('base64url') },
    /fewer than 2048/,
  ],
  ['an RSA key without end', { ...rsa, n: 'A'.repeat(100_000) }, /more than 16384 bits/],
  ['an exponent of 1', { ...rsa, e: 'AQ' }, /an e below 3/],
  ['an exponent of 1 with zeros before it', { ...rsa, e: 'AAAB' }, /an e below 3/],
  ['a curve of others', { kty: 'EC', crv: 'secp256k1', x: 'AA', y: 'AA' }, /another curve/],
  ['Ed448', { ...ed, crv: 'Ed448' }, /another curve/],
  ['a key for agreement', { ...ed, crv: 'X25519' }, /another curve/],
  ['null', null, /another kind/],
  ['a list', [rsa], /another kind/],
  ['a text', 'RSA', /another kind/],
])('%s is no key that counts [weak-keys-refused]', (_, entry, reason) => {
  expect(readJwk(entry)).toEqual({ ok: false, error: expect.stringMatching(reason) });
});

/** The field and the curve of Ed25519 (RFC 8032 §5.1), and y of a point whose double has y = 0: its order is 8. */
const P = 2n ** 255n - 19n;
const D =
  37_095_705_934_669_439_343_138_083_508_754_565_189_542_113_879_843_219_016_388_785_533_085_940_283_555n;
const ORDER_8 = 0x05fc536d880238b13933c6d305acdfd5f098eff289f4c345b027b2c28f95e826n;

test('the point of order 8 is on the curve, and its double has y = 0', () => {
  expect((D * ORDER_8 ** 4n + 2n * ORDER_8 ** 2n - 1n) % P).toBe(0n);
});

test.each([...[0n, 1n, P - 1n, P, P + 1n, ORDER_8, P - ORDER_8].flatMap((y) => [y, y + 2n ** 255n])])(
  'a point of Ed25519 of small order is no key that counts: y = %d',
  (y) => {
    const bytes = Buffer.from(y.toString(16).padStart(64, '0'), 'hex').reverse();
    expect(readJwk({ ...ed, x: bytes.toString('base64url') })).toEqual({
      ok: false,
      error: 'has an x of small order',
    });
  },
);

test('numbers are read from base64url and from base64, padded or not', () => {
  for (const length of [1, 2, 3, 32, 33, 256]) {
    const bytes = Buffer.alloc(length, 0xfb);
    const number = BigInt(`0x${bytes.toString('hex')}`);
    expect([numberIn(bytes.toString('base64url')), numberIn(bytes.toString('base64'))]).toEqual([
      number,
      number,
    ]);
  }
});
