import fc from 'fast-check';
import { generateKeyPairSync } from 'node:crypto';
import { readJwk } from '../../core/trust/jwk.ts';
import { numberIn } from '../../core/trust/key-numbers.ts';
import { hasRocaFingerprint } from '../../core/trust/roca.ts';

/** Of the test data of crocs-muni/roca, MIT licence: mod03.txt, of 2048 bits, which its authors list as affected. */
const AFFECTED =
  '9dcd7420e420c270a68060eb8b5aa7457a9f6648f86fafed2775cc1f79ae962f1e63f1b9e51c55f9ea6fdc7332e9b0058c9ff2eb1fc8985502' +
  '9cf6aafe21e689feb38ac9ffb12f1ce371bb5d0e9aae64161abce74b4244bf68f1edb4411f756a097c8929c14740245ea355f8332d1aa36bb5' +
  '0c7dcb4505da8de02e4e53d38f8df06097da7524df0df93db48eac8cc4af2d3a16257eb2b2adca6ba464e5974fa92550d31b1babf161e7692d' +
  '00b86e3dd886ecab4abfbe1a8f8cc263ff4af55cdb45f4249a5193925f5e983d762f0b6800943eb0267b08f42ed311ce1f5c86eacbc8ce4d3c' +
  'b7a2fee1ef5641423a1cf4114e5ecf50034a60a412523af9e6f4aa11';

const PRIMES = Array.from({ length: 166 }, (_, index) => index + 2).filter((one) =>
  Array.from({ length: one - 2 }, (_, index) => index + 2).every((divisor) => one % divisor !== 0),
);
const primorial = PRIMES.reduce((product, prime) => product * BigInt(prime), 1n);

const power = (exponent: bigint, modulus: bigint) => {
  let [result, base] = [1n, 65_537n];
  for (let rest = exponent; rest > 0n; rest >>= 1n, base = (base * base) % modulus)
    if (rest & 1n) result = (result * base) % modulus;
  return result;
};

test('a key that was published as affected is refused', () => {
  const n = Buffer.from(AFFECTED, 'hex').toString('base64url');
  expect(hasRocaFingerprint(BigInt(`0x${AFFECTED}`))).toBe(true);
  expect(readJwk({ kty: 'RSA', n, e: 'AQAB' })).toEqual({
    ok: false,
    error: 'is an RSA key that can be factored (ROCA, CVE-2017-15361)',
  });
});

test('the product of any two numbers of the form that the library gave its primes has the fingerprint', () => {
  const factors = fc.tuple(fc.bigInt(0n, 2n ** 200n), fc.bigInt(1n, 2n ** 700n));
  const factor = ([exponent, multiple]: [bigint, bigint]) =>
    multiple * primorial + power(exponent, primorial);
  fc.assert(
    fc.property(factors, factors, (p, q) => {
      expect(hasRocaFingerprint(factor(p) * factor(q))).toBe(true);
    }),
    { numRuns: 50 },
  );
});

test('other numbers have not: odd ones of 2048 bits, and such as are powers of 65537 for each prime alone', () => {
  const odd = fc.bigInt(2n ** 2047n, 2n ** 2048n - 1n).map((one) => one | 1n);
  fc.assert(
    fc.property(odd, (modulus) => {
      expect(hasRocaFingerprint(modulus)).toBe(false);
    }),
    { numRuns: 500 },
  );
  // 1 modulo all primes but 11, and 65537 modulo 11: no exponent serves 11 and the others, whose orders are even too.
  const others = primorial / 11n;
  const multiple = Array.from({ length: 11 }, (_, index) => BigInt(index)).find(
    (one) => (1n + one * others) % 11n === 65_537n % 11n,
  );
  expect(hasRocaFingerprint(1n + (multiple ?? 0n) * others)).toBe(false);
});

test('keys that Node.js makes have not', () => {
  for (let made = 0; made < 3; made += 1) {
    const { n = '' } = generateKeyPairSync('rsa', { modulusLength: 2048 }).publicKey.export({
      format: 'jwk',
    });
    expect(hasRocaFingerprint(numberIn(n))).toBe(false);
  }
});
