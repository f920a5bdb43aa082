/** The numbers of public keys, as a JWK writes them. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** The number, its most significant byte first (RFC 7518 §2), of a text in base64url or plain base64. */
export function numberIn(text: string): bigint {
  const digits = text.replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
  let bits = 0n;
  // As many digits together as are exact in a number: work on large numbers is slow.
  for (const [group] of digits.matchAll(/.{1,8}/g))
    bits = (bits << BigInt(group.length * 6)) | BigInt(smallNumberIn(group));
  return bits >> BigInt((digits.length * 6) % 8);
}

function smallNumberIn(digits: string): number {
  let number = 0;
  for (const digit of digits) number = number * 64 + DIGITS.indexOf(digit);
  return number;
}

/**
 * The encodings of the points of Ed25519 whose order is at most 8, read as `numberIn` reads them, without the bit for the
 * sign: y = 0, 1 and p - 1, also as p and p + 1, and the two of order 8 (RFC 8032 §5.1.3).
 */
export const SMALL_ORDER: ReadonlySet<bigint> = new Set([
  0n,
  1n << 248n,
  0x26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05n,
  0xc7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037an,
  0xecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fn,
  0xedffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fn,
  0xeeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7fn,
]);
