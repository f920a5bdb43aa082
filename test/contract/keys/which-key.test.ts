/** Which key of a set has to have signed a token. */
import { generateKeyPairSync } from 'node:crypto';
import { findKey } from '../../../adapters/tokens/find-key.ts';
import { readSigningKeys } from '../../../adapters/tokens/signing-keys.ts';
import type { SignatureAlgorithm } from '../../../core/trust/signature-algorithms.ts';

const publicJwk = (keys: { publicKey: { export: (options: { format: 'jwk' }) => object } }) =>
  keys.publicKey.export({ format: 'jwk' });
const A = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const B = publicJwk(generateKeyPairSync('ec', { namedCurve: 'P-256' }));
const RSA = publicJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const OTHER_RSA = publicJwk(generateKeyPairSync('rsa', { modulusLength: 2048 }));
const ED = publicJwk(generateKeyPairSync('ed25519'));
const SHORT = publicJwk(generateKeyPairSync('rsa', { modulusLength: 1024 }));

/** The x or n of the key that is found. */
function found(
  entries: readonly unknown[],
  kid: string | undefined,
  algorithm: SignatureAlgorithm = 'ES256',
) {
  const key = findKey(readSigningKeys(entries).keys, { kid, algorithm });
  return key?.jwk.kty === 'RSA' ? key.jwk.n : key?.jwk.x;
}
const numberOf = (key: object) => ('n' in key ? key.n : 'x' in key ? key.x : undefined);

const AMONG_OTHERS = [RSA, ED, { ...B, use: 'enc' }, { ...B, alg: 'ES384' }, SHORT, null, 'x'];

test.each([
  [
    'the key of its kid',
    [
      { ...A, kid: 'a' },
      { ...B, kid: 'b' },
    ],
    'a',
    A,
  ],
  ['the key of its kid, beside one without a kid', [{ ...A, kid: 'a' }, B], 'a', A],
  ['the only key that fits, if that has no kid', [A, ...AMONG_OTHERS], 'new', A],
  [
    'the only key that fits, with null as its kid',
    [
      { ...A, kid: null },
      { ...RSA, kid: 'r' },
    ],
    'new',
    A,
  ],
  ['the only key that fits, listed twice', [A, { ...A, use: 'sig', x5t: 'x' }], 'new', A],
  ['none, since the only key that fits has another kid', [{ ...A, kid: 'a' }], 'b', undefined],
  [
    'none, since one entry of the only key that fits has another kid',
    [A, { ...A, kid: 'a' }],
    'b',
    undefined,
  ],
  ['none, since two keys without a kid fit', [A, B], 'new', undefined],
  ['none, since the key of its kid is for another algorithm', [{ ...RSA, kid: 'a' }, A], 'a', undefined],
  [
    'none, since two keys have its kid',
    [
      { ...A, kid: 'a' },
      { ...B, kid: 'a' },
    ],
    'a',
    undefined,
  ],
  ['none, of a set without keys', [], 'a', undefined],
])('a token with a kid is verified with %s [which-key]', (_, entries, kid, key) => {
  expect(found(entries, kid)).toBe(key && numberOf(key));
});

test.each([
  ['the only key that fits', [{ ...A, kid: 'a' }, ...AMONG_OTHERS], A],
  ['the only key that fits, listed under two names', [{ ...A, kid: 'a' }, { ...A, kid: 'b' }, A], A],
  [
    'none, since two fit',
    [
      { ...A, kid: 'a' },
      { ...B, kid: 'b' },
    ],
    undefined,
  ],
  ['none, since two fit, one without a kid', [{ ...A, kid: 'a' }, B], undefined],
  ['none, since none fits', [RSA, ED], undefined],
])('a token without a kid is verified with %s [which-key]', (_, entries, key) => {
  expect(found(entries, undefined)).toBe(key && numberOf(key));
});

const DECORATIONS = [
  { use: 'sig' },
  { alg: 'ES256' },
  { key_ops: ['verify'] },
  { x5c: ['MII'], x5t: 'x' },
  { use: null },
];

test.each(DECORATIONS)('the same key twice, once with %j, is one key', (decoration) => {
  expect(
    found(
      [
        { ...A, kid: 'a' },
        { ...A, kid: 'a', ...decoration },
      ],
      'a',
    ),
  ).toBe(numberOf(A));
});

test('the same number spelt otherwise is the same key', () => {
  // 65537, with a byte of zeros before it.
  const entries = [
    { ...RSA, e: 'AQAB', kid: 'a' },
    { ...RSA, e: 'AAEAAQ', kid: 'a' },
  ];
  expect(found(entries, 'a', 'RS256')).toBe(numberOf(RSA));
});

test('each entry keeps its own algorithm and use: two of one key do not widen each other', () => {
  const entries = [
    { ...RSA, kid: 'a', alg: 'RS256' },
    { ...RSA, kid: 'a', alg: 'PS512' },
    { ...RSA, kid: 'b', use: 'enc' },
  ];
  const accepted = (['RS256', 'RS384', 'PS256', 'PS512'] as const).map(
    (alg) => found(entries, 'a', alg) !== undefined,
  );
  expect(accepted).toEqual([true, false, false, true]);
  expect(found(entries, 'b', 'RS256')).toBeUndefined();
});

test('entries that do not fit do not make a kid ambiguous', () => {
  const entries = [
    { ...RSA, kid: 'a', alg: 'RS256' },
    { ...OTHER_RSA, kid: 'a', alg: 'RS512' },
    { ...OTHER_RSA, kid: 'a', use: 'enc' },
  ];
  expect(found(entries, 'a', 'RS256')).toBe(numberOf(RSA));
  expect(found(entries, 'a', 'RS512')).toBe(numberOf(OTHER_RSA));
});

test('EdDSA and Ed25519 name one algorithm, and a key of either is for both', () => {
  for (const alg of [undefined, 'EdDSA', 'Ed25519'])
    for (const algorithm of ['EdDSA', 'Ed25519'] as const)
      expect(found([{ ...ED, alg }], 'a', algorithm)).toBe(numberOf(ED));
});

test('a key for RSA-PSS does not verify PKCS #1, nor the other way round', () => {
  expect(found([{ ...RSA, alg: 'PS256' }], 'a', 'RS256')).toBeUndefined();
  expect(found([{ ...RSA, alg: 'RS256' }], 'a', 'PS256')).toBeUndefined();
  expect(found([{ ...RSA, alg: 'PS256' }], 'a', 'PS384')).toBeUndefined();
});
