/** A signing key, and tokens made with it as they are told: also such as no library would sign. */
import { generateKeyPairSync, sign } from 'node:crypto';
import type { JsonWebKey, KeyObject } from 'node:crypto';

/** A part of a token: text as it stands, or what becomes JSON. */
export type Part = string | object;

export interface TokenSigner {
  readonly alg: SigningAlgorithm;
  /** The public key, as a key set lists it. */
  readonly jwk: JsonWebKey & { readonly kid: string };
  readonly publicKeyPem: string;
  readonly sign: (header: Part, payload: Part) => string;
  /** Signs header and payload as they are already encoded, with the dot between them. */
  readonly signEncoded: (input: string) => string;
}

type SigningAlgorithm = 'ES256' | 'RS256' | 'EdDSA';

/** Makes a key. `bits` only counts for RSA. */
export function createSigner(alg: SigningAlgorithm, kid: string, bits = 2048): TokenSigner {
  const { publicKey, privateKey } = newKeys(alg, bits);
  const signEncoded = (input: string) =>
    `${input}.${encodePart(signatureOf(alg, privateKey, Buffer.from(input)))}`;
  return {
    alg,
    jwk: { ...publicKey.export({ format: 'jwk' }), kid, alg, use: 'sig' },
    publicKeyPem: publicKey.export({ format: 'pem', type: 'spki' }).toString(),
    sign: (header, payload) => signEncoded(`${encodePart(header)}.${encodePart(payload)}`),
    signEncoded,
  };
}

/** One part of a token, in base64url. */
export function encodePart(part: Part | Uint8Array): string {
  if (part instanceof Uint8Array) return Buffer.from(part).toString('base64url');
  return Buffer.from(typeof part === 'string' ? part : JSON.stringify(part)).toString('base64url');
}

/** The three parts of a token as they stand in it. */
export function partsOf(token: string): readonly [header: string, payload: string, signature: string] {
  const [header = '', payload = '', signature = ''] = token.split('.');
  return [header, payload, signature];
}

function newKeys(alg: SigningAlgorithm, bits: number) {
  switch (alg) {
    case 'ES256':
      return generateKeyPairSync('ec', { namedCurve: 'P-256' });
    case 'RS256':
      return generateKeyPairSync('rsa', { modulusLength: bits });
    case 'EdDSA':
      return generateKeyPairSync('ed25519');
  }
}

function signatureOf(alg: SigningAlgorithm, key: KeyObject, input: Buffer): Buffer {
  switch (alg) {
    case 'ES256':
      return sign('sha256', input, { key, dsaEncoding: 'ieee-p1363' });
    case 'RS256':
      return sign('sha256', input, key);
    case 'EdDSA':
      return sign(null, input, key);
  }
}
