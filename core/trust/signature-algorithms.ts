/** The signature algorithms that can be trusted: asymmetric (no HMAC), each with the kind of key that it needs. */

export const SIGNATURE_ALGORITHMS = [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'EdDSA',
  'Ed25519',
] as const;

export type SignatureAlgorithm = (typeof SIGNATURE_ALGORITHMS)[number];

/** What a public key says of itself: the members of RFC 7517 §4 and RFC 7518 §6 that choose an algorithm. */
export interface KeyKind {
  readonly kty: string;
  readonly crv?: string | undefined;
  readonly alg?: string | undefined;
}

/** RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2: the algorithm decides the type of key and its curve. */
const KEY_OF: Readonly<Record<SignatureAlgorithm, Omit<KeyKind, 'alg'>>> = {
  RS256: { kty: 'RSA' },
  RS384: { kty: 'RSA' },
  RS512: { kty: 'RSA' },
  PS256: { kty: 'RSA' },
  PS384: { kty: 'RSA' },
  PS512: { kty: 'RSA' },
  ES256: { kty: 'EC', crv: 'P-256' },
  ES384: { kty: 'EC', crv: 'P-384' },
  ES512: { kty: 'EC', crv: 'P-521' },
  EdDSA: { kty: 'OKP', crv: 'Ed25519' },
  Ed25519: { kty: 'OKP', crv: 'Ed25519' },
};

/** Whether a key may verify signatures of this algorithm. A key that names an algorithm is for that one alone. */
export function fits(key: KeyKind, algorithm: SignatureAlgorithm): boolean {
  const { kty, crv } = KEY_OF[algorithm];
  if (key.kty !== kty || (crv !== undefined && key.crv !== crv)) return false;
  return key.alg === undefined || operation(key.alg) === operation(algorithm);
}

/** RFC 9864 §2.2: with a key on this curve, which alone fits it here, EdDSA is the former name of Ed25519. */
function operation(algorithm: string): string {
  return algorithm === 'EdDSA' ? 'Ed25519' : algorithm;
}
