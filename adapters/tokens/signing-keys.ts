/** Reads a JWK set (RFC 7517) into the keys that may verify signatures. A bad key is left out, and the others stay. */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import * as v from 'valibot';
import { canonical } from '../../core/canonical.ts';
import { hashSecret } from '../hash.ts';

const MOST_KEYS = 100;
const SMALLEST_RSA_BITS = 2048;
/** An exponent of 1 makes every well-formed text its own signature. */
const SMALLEST_RSA_EXPONENT = 3n;

/** The members of a public key, for each kind of key (RFC 7518 §6, RFC 8037 §2). */
const publicKey = v.object({
  kty: v.picklist(['RSA', 'EC', 'OKP']),
  crv: v.exactOptional(v.string()),
  n: v.exactOptional(v.string()),
  e: v.exactOptional(v.string()),
  x: v.exactOptional(v.string()),
  y: v.exactOptional(v.string()),
});

const jwk = v.object({
  ...publicKey.entries,
  kid: v.pipe(v.string(), v.minLength(1), v.maxLength(255)),
  use: v.exactOptional(v.literal('sig')),
  alg: v.exactOptional(v.string()),
  key_ops: v.exactOptional(v.pipe(v.array(v.string()), v.includes('verify'))),
});

const jwkSet = v.object({ keys: v.pipe(v.array(v.unknown()), v.maxLength(MOST_KEYS)) });

/** A public key that may verify signatures, built once. */
export type SigningKey = v.InferOutput<typeof jwk> & { readonly publicKey: KeyObject };

/** The keys of a key set that can verify signatures, and the thumbprints of those that it shows in private. */
export interface ReadKeys {
  readonly keys: readonly SigningKey[];
  readonly exposed: readonly string[];
}

/** Throws when the document is no key set. A key set may have no usable key: then no token of its issuer is valid. */
export function readSigningKeys(document: unknown): ReadKeys {
  const shown = v.parse(jwkSet, document).keys;
  const exposed = shown.filter(isPrivate).flatMap((key) => thumbprint(key) ?? []);
  const keys = shown.filter((key) => !isPrivate(key)).flatMap((key) => usable(key) ?? []);
  return { keys, exposed };
}

/** Members of a private key (RFC 7518 §6.2.2, §6.3.2): shown in a key set, they let anyone sign. */
const PRIVATE = ['d', 'p', 'q', 'dp', 'dq', 'qi', 'oth'];

/** Some issuers write members of a private key that are null or empty: they show nothing. */
function isPrivate(key: unknown): boolean {
  const members = v.safeParse(v.record(v.string(), v.unknown()), key);
  return members.success && PRIVATE.some((name) => (members.output[name] ?? '') !== '');
}

/**
 * Identifies a key, whatever its kid and however its numbers are spelt: SHA-256 of the members of RFC 7638 §3.2, in
 * hexadecimal. Undefined for what is no public key.
 */
export function thumbprint(key: unknown): string | undefined {
  const object = keyObjectOf(key);
  return object === undefined ? undefined : hashSecret(canonical(object.export({ format: 'jwk' })));
}

/** The key with this id for this algorithm; undefined when no key, or more than one, fits. */
export function findKey(keys: readonly SigningKey[], kid: string, algorithm: string): SigningKey | undefined {
  const [key, ...others] = keys.filter((one) => one.kid === kid && fits(one, algorithm));
  return others.length === 0 ? key : undefined;
}

function usable(document: unknown): SigningKey | undefined {
  const parsed = v.safeParse(jwk, document);
  const publicKey = parsed.success ? keyObjectOf(parsed.output) : undefined;
  return parsed.success && publicKey !== undefined && isStrong(publicKey)
    ? { ...parsed.output, publicKey }
    : undefined;
}

function isStrong({ asymmetricKeyDetails = NO_KEY }: KeyObject): boolean {
  const { modulusLength = SMALLEST_RSA_BITS, publicExponent = SMALLEST_RSA_EXPONENT } = asymmetricKeyDetails;
  return modulusLength >= SMALLEST_RSA_BITS && publicExponent >= SMALLEST_RSA_EXPONENT;
}

const NO_KEY = { modulusLength: 0, publicExponent: 0n };

function keyObjectOf(key: unknown): KeyObject | undefined {
  const members = v.safeParse(publicKey, key);
  if (!members.success) return undefined;
  try {
    return createPublicKey({ key: members.output, format: 'jwk' });
  } catch {
    return undefined;
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
