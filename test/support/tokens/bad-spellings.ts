/**
 * Good tokens in another spelling. What a signature covers is signed as it is spelt, so that the spelling
 * alone is wrong.
 */
import type { BadTokens, Material } from './bad-tokens.ts';
import { encodePart, partsOf } from './token-signer.ts';
import type { TokenSigner } from './token-signer.ts';

export const SPELLINGS: BadTokens = {
  'other spelling of the base64: padding after the header': signed(
    (header, payload) => `${header}=.${payload}`,
  ),
  'other spelling of the base64: padding after the payload': signed(
    (header, payload) => `${header}.${payload}=`,
  ),
  'other spelling of the base64: padding after the signature': (m) => `${good(m)}==`,
  'other spelling of the base64: + and / instead of - and _': signed((header, payload) =>
    `${header}.${payload}`.replaceAll('-', '+').replaceAll('_', '/'),
  ),
  'other spelling of the base64: loose last bits of the payload': signed(
    (header, payload) => `${header}.${looseBits(payload)}`,
  ),
  'other spelling of the base64: loose last bits of the signature': (m) => looseBits(good(m)),
  'other spelling of the JSON: a byte order mark': (m) =>
    m.signer.sign(m.header(), `\uFEFF${JSON.stringify(m.claims())}`),
  'other spelling of the signature: in DER': respelt(der),
  'other spelling of the signature: wider numbers': respelt((signature) =>
    Buffer.concat([Buffer.alloc(1), signature.subarray(0, 32), Buffer.alloc(1), signature.subarray(32)]),
  ),
  'other spelling of the signature: zeros after it': respelt((signature) =>
    Buffer.concat([signature, Buffer.alloc(2)]),
  ),
  'other spelling of the signature: RSA, with a zero before it': respelt(
    (signature) => Buffer.concat([Buffer.alloc(1), signature]),
    ({ rsa }) => rsa,
  ),
  'other spelling of the signature: Ed25519, with the order of the group added to s': respelt(
    plusOrder,
    ({ ed25519 }) => ed25519,
  ),
};

/** The order of P-256 (FIPS 186-5), and that of Ed25519 (RFC 8032 §5.1). */
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const ED25519_ORDER = 2n ** 252n + 27742317777372353535851937790883648493n;

/**
 * The one other spelling that cannot be refused: with (r, s), (r, order − s) is an ECDSA signature of the same
 * text by the same key, and which of the two a signer makes is chance.
 */
export function mirrored(token: string): string {
  const [header, payload, signature] = partsOf(token);
  const bytes = Buffer.from(signature, 'base64url');
  const s = BigInt(`0x${bytes.subarray(32).toString('hex')}`);
  const other = (P256_ORDER - s).toString(16).padStart(64, '0');
  return `${header}.${payload}.${encodePart(Buffer.concat([bytes.subarray(0, 32), Buffer.from(other, 'hex')]))}`;
}

function good({ signer, header, claims }: Material): string {
  return signer.sign(header(), claims());
}

/** Spelt by `spell`, and only then signed. The name makes the payload have `-`, `_` and loose bits. */
function signed(spell: (header: string, payload: string) => string) {
  return ({ signer, header, claims }: Material) => {
    const text = JSON.stringify(claims({ name: '>>>???~~~' }));
    // Two bytes more than whole groups of three: the last character has two bits that say nothing.
    const filled = text.replace('~~~', '~'.repeat(3 + ((5 - (text.length % 3)) % 3)));
    return signer.signEncoded(spell(encodePart(header()), encodePart(filled)));
  };
}

function respelt(spell: (signature: Buffer) => Buffer, by = ({ signer }: Material): TokenSigner => signer) {
  return (m: Material) => {
    const signer = by(m);
    const token = signer.sign(m.header({ alg: signer.alg, kid: signer.jwk.kid }), m.claims());
    const [header, payload, signature] = partsOf(token);
    return `${header}.${payload}.${encodePart(spell(Buffer.from(signature, 'base64url')))}`;
  };
}

/** The last character with its last bit, which says nothing, set. */
function looseBits(text: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  return text.slice(0, -1) + (alphabet[alphabet.indexOf(text.at(-1) ?? '') + 1] ?? '');
}

/** A sequence of two integers (RFC 3279 §2.2.3). */
function der(signature: Buffer): Buffer {
  const integer = (bytes: Buffer) => {
    const first = bytes.findIndex((byte) => byte !== 0);
    const digits = bytes.subarray(Math.max(first, 0));
    const positive = (digits[0] ?? 0) > 0x7f ? Buffer.concat([Buffer.alloc(1), digits]) : digits;
    return Buffer.concat([Buffer.from([0x02, positive.length]), positive]);
  };
  const both = Buffer.concat([integer(signature.subarray(0, 32)), integer(signature.subarray(32))]);
  return Buffer.concat([Buffer.from([0x30, both.length]), both]);
}

/** RFC 8032 §5.1.7: s must be below the order of the group, else there is a second signature to each. */
function plusOrder(signature: Buffer): Buffer {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).reverse().toString('hex')}`);
  const other = (s + ED25519_ORDER).toString(16).padStart(64, '0');
  return Buffer.concat([signature.subarray(0, 32), Buffer.from(other, 'hex').reverse()]);
}
