/** What counts as a signature of each algorithm: cases as Wycheproof has them, made here. */
import { constants, createPublicKey, generateKeyPairSync, sign } from 'node:crypto';
import type { KeyObject, SignKeyObjectInput } from 'node:crypto';
import { isSignedBy } from '../../../adapters/tokens/signature.ts';
import { SIGNATURE_ALGORITHMS } from '../../../core/trust/signature-algorithms.ts';
import type { SignatureAlgorithm } from '../../../core/trust/signature-algorithms.ts';

const INPUT = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJhbGljZSJ9';
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const ec = {
  ES256: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ES384: generateKeyPairSync('ec', { namedCurve: 'P-384' }),
  ES512: generateKeyPairSync('ec', { namedCurve: 'P-521' }),
};
const ed = generateKeyPairSync('ed25519');

const pss = (saltLength: number): Partial<SignKeyObjectInput> => ({
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength,
});
const p1363 = { dsaEncoding: 'ieee-p1363' } as const;

const made = (
  key: KeyObject,
  digest: string | null,
  options: Partial<SignKeyObjectInput> = {},
  input = INPUT,
) => sign(digest, Buffer.from(input), { key, ...options });
const accepts = (
  publicKey: KeyObject,
  algorithm: SignatureAlgorithm,
  signature: Uint8Array,
  signingInput = INPUT,
) => isSignedBy({ publicKey }, algorithm, { signingInput, signature });

const GOOD: Readonly<Record<SignatureAlgorithm, readonly [KeyObject, Buffer]>> = {
  RS256: [rsa.publicKey, made(rsa.privateKey, 'sha256')],
  RS384: [rsa.publicKey, made(rsa.privateKey, 'sha384')],
  RS512: [rsa.publicKey, made(rsa.privateKey, 'sha512')],
  PS256: [rsa.publicKey, made(rsa.privateKey, 'sha256', pss(32))],
  PS384: [rsa.publicKey, made(rsa.privateKey, 'sha384', pss(48))],
  PS512: [rsa.publicKey, made(rsa.privateKey, 'sha512', pss(64))],
  ES256: [ec.ES256.publicKey, made(ec.ES256.privateKey, 'sha256', p1363)],
  ES384: [ec.ES384.publicKey, made(ec.ES384.privateKey, 'sha384', p1363)],
  ES512: [ec.ES512.publicKey, made(ec.ES512.privateKey, 'sha512', p1363)],
  EdDSA: [ed.publicKey, made(ed.privateKey, null)],
  Ed25519: [ed.publicKey, made(ed.privateKey, null)],
};

describe.each(SIGNATURE_ALGORITHMS)('%s', (algorithm) => {
  const [key, good] = GOOD[algorithm];

  test('takes its own signature, of this text alone', () => {
    expect(accepts(key, algorithm, good)).toBe(true);
    expect(accepts(key, algorithm, good, `${INPUT}x`)).toBe(false);
  });

  test('takes none that is empty, too short, too long, changed in any byte, or of zeros or ones', () => {
    const changed = [...good.keys()].map((at) => {
      const other = Buffer.from(good);
      other[at] = (other[at] ?? 0) ^ 1;
      return other;
    });
    const bad = [
      Buffer.alloc(0),
      good.subarray(1),
      good.subarray(0, -1),
      Buffer.concat([good, Buffer.alloc(1)]),
      Buffer.concat([Buffer.alloc(1), good]),
      Buffer.alloc(good.length),
      Buffer.alloc(good.length, 0xff),
      ...changed,
    ];
    expect(bad.filter((one) => accepts(key, algorithm, one))).toEqual([]);
  });

  test('takes no signature of another algorithm by the same key', () => {
    const others = SIGNATURE_ALGORITHMS.filter((one) => GOOD[one][0] === key && !GOOD[one][1].equals(good));
    expect(others.filter((other) => accepts(key, algorithm, GOOD[other][1]))).toEqual([]);
  });
});

test.each([
  ['PS256', 'sha256', 32],
  ['PS384', 'sha384', 48],
  ['PS512', 'sha512', 64],
] as const)('%s takes a salt of the length of its digest alone [pss-salt]', (algorithm, digest, length) => {
  const most = 256 - length - 2;
  const accepted = [0, 1, 20, 32, 48, 64, most].filter((salt) =>
    accepts(rsa.publicKey, algorithm, made(rsa.privateKey, digest, pss(salt))),
  );
  expect(accepted).toEqual([length]);
});

const ORDERS = {
  ES256: 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n,
  ES384: 0xffffffffffffffffffffffffffffffffffffffffffffffffc7634d81f4372ddf581a0db248b0a77aecec196accc52973n,
  ES512:
    0x01fffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffa51868783bf2f966b7fcc0148f709a5d03bb5c9b8899c47aebb6fb71e91386409n,
};

describe.each(Object.entries(ORDERS))('%s', (name, order) => {
  const algorithm = SIGNATURE_ALGORITHMS.find((one) => one === name) ?? 'ES256';
  const [key, good] = GOOD[algorithm];
  const half = good.length / 2;
  const bytes = (value: bigint) => Buffer.from(value.toString(16).padStart(half * 2, '0'), 'hex');

  test('takes no DER', () => {
    const der = { ES256: 'sha256', ES384: 'sha384', ES512: 'sha512' }[name] ?? '';
    const pair = Object.entries(ec).find(([one]) => one === name)?.[1];
    expect(accepts(key, algorithm, made((pair ?? ec.ES256).privateKey, der))).toBe(false);
  });

  test('takes no r and no s that is 0 or the order of the curve', () => {
    const [r, s] = [good.subarray(0, half), good.subarray(half)];
    const values = [0n, 1n, order - 1n, order, order + 1n].map(bytes);
    const bad = [
      ...values.map((value) => Buffer.concat([value, s])),
      ...values.map((value) => Buffer.concat([r, value])),
      ...values.flatMap((a) => values.map((b) => Buffer.concat([a, b]))),
    ];
    expect(bad.filter((one) => accepts(key, algorithm, one))).toEqual([]);
  });
});

describe('Ed25519', () => {
  const [key, good] = GOOD.Ed25519;
  /** RFC 8032 §5.1. */
  const ORDER = 2n ** 252n + 27_742_317_777_372_353_535_851_937_790_883_648_493n;

  test('takes no S beyond the order of the group: there is one spelling of a signature (RFC 8032 §5.1.7)', () => {
    const s = BigInt(`0x${Buffer.from(good.subarray(32)).reverse().toString('hex')}`);
    for (const other of [s + ORDER, s + 2n * ORDER, s + 8n * ORDER].filter((one) => one < 2n ** 256n)) {
      const bytes = Buffer.from(other.toString(16).padStart(64, '0'), 'hex').reverse();
      expect(accepts(key, 'Ed25519', Buffer.concat([good.subarray(0, 32), bytes]))).toBe(false);
    }
  });

  test('verifies the test vector of RFC 8032 §7.1, TEST 2', () => {
    const x = Buffer.from('3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c', 'hex');
    const publicKey = createPublicKey({
      key: { kty: 'OKP', crv: 'Ed25519', x: x.toString('base64url') },
      format: 'jwk',
    });
    const signature = Buffer.from(
      '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
      'hex',
    );
    expect(accepts(publicKey, 'Ed25519', signature, '\x72')).toBe(true);
    expect(accepts(publicKey, 'EdDSA', signature, '\x73')).toBe(false);
  });
});
