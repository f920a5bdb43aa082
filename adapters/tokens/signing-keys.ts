/** Reads a JWK set (RFC 7517) into the keys that may verify signatures. A bad key is left out, and the others stay. */
import { createPublicKey } from 'node:crypto';
import type { JsonWebKey } from 'node:crypto';
import * as v from 'valibot';

const MOST_KEYS = 100;
const SMALLEST_RSA_BITS = 2048;
/** An exponent of 1 makes every well-formed text its own signature. */
const SMALLEST_RSA_EXPONENT = 3n;

/** Members of a private key (RFC 7518 §6.2.2, §6.3.2): published in a key set, they let anyone sign. */
const secret = v.exactOptional(v.never());

const jwk = v.object({
  kty: v.picklist(['RSA', 'EC', 'OKP']),
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  use: v.exactOptional(v.literal('sig')),
  alg: v.exactOptional(v.string()),
  key_ops: v.exactOptional(v.pipe(v.array(v.string()), v.includes('verify'))),
  crv: v.exactOptional(v.string()),
  n: v.exactOptional(v.string()),
  e: v.exactOptional(v.string()),
  x: v.exactOptional(v.string()),
  y: v.exactOptional(v.string()),
  d: secret,
  p: secret,
  q: secret,
  dp: secret,
  dq: secret,
  qi: secret,
  oth: secret,
});

const jwkSet = v.object({ keys: v.pipe(v.array(v.unknown()), v.maxLength(MOST_KEYS)) });

/** A public key that may verify signatures. */
export type SigningKey = v.InferOutput<typeof jwk>;

/** The keys of a set that can be used. Throws when the document is not a key set, or has no usable key. */
export function readSigningKeys(document: unknown): readonly SigningKey[] {
  const keys = v.parse(jwkSet, document).keys.flatMap((key) => usable(key) ?? []);
  if (keys.length === 0) throw new Error('the key set holds no key that can verify a signature');
  return keys;
}

/** The key with this id for this algorithm; undefined when no key, or more than one, fits. */
export function findKey(keys: readonly SigningKey[], kid: string, algorithm: string): SigningKey | undefined {
  const [key, ...others] = keys.filter((one) => one.kid === kid && fits(one, algorithm));
  return others.length === 0 ? key : undefined;
}

function usable(document: unknown): SigningKey | undefined {
  const parsed = v.safeParse(jwk, document);
  return parsed.success && isStrong(parsed.output) ? parsed.output : undefined;
}

function isStrong(key: SigningKey): boolean {
  try {
    const publicKey: JsonWebKey = { ...key };
    const { modulusLength = SMALLEST_RSA_BITS, publicExponent = SMALLEST_RSA_EXPONENT } =
      createPublicKey({ key: publicKey, format: 'jwk' }).asymmetricKeyDetails ?? {};
    return modulusLength >= SMALLEST_RSA_BITS && publicExponent >= SMALLEST_RSA_EXPONENT;
  } catch {
    return false;
  }
}

/** RFC 7518 §3.1, RFC 8037 §3.1: the algorithm decides the type of key and its curve. */
const FITTING: Readonly<Record<string, { readonly kty: string; readonly crv: string | undefined }>> = {
  RS256: { kty: 'RSA', crv: undefined },
  RS384: { kty: 'RSA', crv: undefined },
  RS512: { kty: 'RSA', crv: undefined },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
};

function fits(key: SigningKey, algorithm: string): boolean {
  const fitting = FITTING[algorithm];
  if (fitting === undefined || (key.alg !== undefined && key.alg !== algorithm)) return false;
  return key.kty === fitting.kty && (fitting.crv === undefined || key.crv === fitting.crv);
}
