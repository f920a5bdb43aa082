/** Checks the signature of a token with a key of its issuer (RFC 7515 §5.2), by the cryptography of Node.js. */
import { verify } from 'node:crypto';
import type { SignatureAlgorithm } from '../../core/trust/trusted-issuer.ts';
import type { UnverifiedJws } from './jws.ts';
import type { SigningKey } from './signing-keys.ts';

/** RFC 7518 §3.1, RFC 8037 §3.1. Ed25519 hashes by itself. */
const DIGESTS: Readonly<Record<SignatureAlgorithm, string | null>> = {
  RS256: 'sha256',
  RS384: 'sha384',
  RS512: 'sha512',
  ES256: 'sha256',
  ES384: 'sha384',
  ES512: 'sha512',
  EdDSA: null,
};

/** Whether the key has made the signature. The key has to fit the algorithm (`findKey`). */
export function isSignedBy(
  { publicKey }: Pick<SigningKey, 'publicKey'>,
  algorithm: SignatureAlgorithm,
  { signingInput, signature }: Pick<UnverifiedJws, 'signingInput' | 'signature'>,
): boolean {
  // RFC 7518 §3.4: r and s beside each other. It says nothing to the other algorithms.
  const options = { key: publicKey, dsaEncoding: 'ieee-p1363' as const };
  return verify(DIGESTS[algorithm], Buffer.from(signingInput), options, signature);
}
