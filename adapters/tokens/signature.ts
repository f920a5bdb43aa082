/** Checks the signature of a token with a key of its issuer (RFC 7515 §5.2), by the cryptography of Node.js. */
import { constants, verify } from 'node:crypto';
import type { VerifyKeyObjectInput } from 'node:crypto';
import type { SignatureAlgorithm } from '../../core/trust/signature-algorithms.ts';
import type { UnverifiedJws } from './jws.ts';
import type { SigningKey } from './signing-keys.ts';

interface Scheme {
  /** null: Ed25519 hashes by itself. */
  readonly digest: string | null;
  readonly options?: Omit<VerifyKeyObjectInput, 'key'>;
}

/** RFC 7518 §3.4: r and s beside each other. */
const ECDSA = { dsaEncoding: 'ieee-p1363' } as const;
/** RFC 7518 §3.5: the salt is as long as the digest. Node.js takes any length if none is named. */
const PSS = {
  padding: constants.RSA_PKCS1_PSS_PADDING,
  saltLength: constants.RSA_PSS_SALTLEN_DIGEST,
} as const;

/** RFC 7518 §3.1, RFC 8037 §3.1, RFC 9864 §2.2. */
const SCHEMES: Readonly<Record<SignatureAlgorithm, Scheme>> = {
  RS256: { digest: 'sha256' },
  RS384: { digest: 'sha384' },
  RS512: { digest: 'sha512' },
  PS256: { digest: 'sha256', options: PSS },
  PS384: { digest: 'sha384', options: PSS },
  PS512: { digest: 'sha512', options: PSS },
  ES256: { digest: 'sha256', options: ECDSA },
  ES384: { digest: 'sha384', options: ECDSA },
  ES512: { digest: 'sha512', options: ECDSA },
  EdDSA: { digest: null },
  Ed25519: { digest: null },
};

/** Whether the key has made the signature. The key has to fit the algorithm (`findKey`). */
export function isSignedBy(
  { publicKey }: Pick<SigningKey, 'publicKey'>,
  algorithm: SignatureAlgorithm,
  { signingInput, signature }: Pick<UnverifiedJws, 'signingInput' | 'signature'>,
): boolean {
  const { digest, options } = SCHEMES[algorithm];
  return verify(digest, Buffer.from(signingInput), { key: publicKey, ...options }, signature);
}
