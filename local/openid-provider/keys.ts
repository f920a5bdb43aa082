/** Signing keys of the provider: new at every start, so that no test relies on a known one. */
import { generateKeyPair } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { JWK } from 'oidc-provider';

/** The algorithms with which the provider can sign access tokens. */
export type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

const generate = promisify(generateKeyPair);

/** One private key for each algorithm. */
export async function createSigningKeys(): Promise<JWK[]> {
  const [ec, rsa, ed] = await Promise.all([
    generate('ec', { namedCurve: 'P-256' }),
    generate('rsa', { modulusLength: 2048 }),
    generate('ed25519'),
  ]);
  return [toJwk(ec.privateKey, 'ES256'), toJwk(rsa.privateKey, 'RS256'), toJwk(ed.privateKey, 'EdDSA')];
}

function toJwk(key: KeyObject, alg: SigningAlgorithm): JWK {
  const { kty, crv, d, dp, dq, e, n, p, q, qi, x, y } = key.export({ format: 'jwk' });
  return { kty, crv, d, dp, dq, e, n, p, q, qi, x, y, alg, use: 'sig', kid: `local-${alg}` };
}
