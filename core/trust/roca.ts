/**
 * RSA keys of a library that made primes of few possible forms, so that they can be factored (ROCA, CVE-2017-15361;
 * Nemec and others: "The Return of Coppersmith's Attack", CCS 2017, §3). Their modulus is a power of 65537 modulo the
 * product of the first primes; a modulus of another library is one by a chance of about 2^-150.
 */

const GENERATOR = 65_537;
const PRIMES = [
  ...[3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53, 59, 61, 67, 71, 73, 79, 83, 89, 97],
  ...[101, 103, 107, 109, 113, 127, 131, 137, 139, 149, 151, 157, 163, 167],
];

/** What a modulus says of the exponent: `exponent` modulo `order`. */
interface Congruence {
  readonly exponent: number;
  readonly order: number;
}

/** Whether the modulus of an RSA key has the fingerprint. */
export function hasRocaFingerprint(modulus: bigint): boolean {
  const found: Congruence[] = [];
  for (const prime of PRIMES) {
    const one = logarithm(Number(modulus % BigInt(prime)), prime);
    // One exponent has to serve all primes: two that agree modulo what their orders share have one in common.
    if (one === undefined || !found.every((other) => agree(one, other))) return false;
    found.push(one);
  }
  return true;
}

/** To which power 65537 is the value modulo the prime; undefined if it never is. */
function logarithm(value: number, prime: number): Congruence | undefined {
  const powers = [1];
  for (let next = GENERATOR % prime; next !== 1; next = (next * GENERATOR) % prime) powers.push(next);
  const exponent = powers.indexOf(value);
  return exponent === -1 ? undefined : { exponent, order: powers.length };
}

function agree(a: Congruence, b: Congruence): boolean {
  return (a.exponent - b.exponent) % greatestDivisor(a.order, b.order) === 0;
}

function greatestDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestDivisor(b, a % b);
}
