/** Reads the entries of a key set into the keys that may verify signatures. A bad key is left out, and the others stay. */
import { createPublicKey } from 'node:crypto';
import type { KeyObject } from 'node:crypto';
import { canonical } from '../../core/canonical.ts';
import { shown } from '../../core/token/shown.ts';
import { isPrivate, membersOf, readJwk } from '../../core/trust/jwk.ts';
import type { Jwk } from '../../core/trust/jwk.ts';
import { hashSecret } from '../hash.ts';

/** A public key that may verify signatures, built once. */
export interface SigningKey {
  readonly jwk: Jwk;
  readonly publicKey: KeyObject;
  /**
   * Identifies the key, whatever its kid and however its numbers are spelt: SHA-256 of the members of RFC 7638 §3.2, in
   * hexadecimal.
   */
  readonly thumbprint: string;
}

/** An entry that counts for nothing. */
export interface SkippedKey {
  /** Its place, and its kid in safe characters, for the beginning of a sentence: `keys[2], kid abc,`. */
  readonly entry: string;
  /** `is not for signatures (use)` */
  readonly reason: string;
}

export interface ReadKeys {
  readonly keys: readonly SigningKey[];
  readonly skipped: readonly SkippedKey[];
  /** Thumbprints of the keys that are shown in private. */
  readonly exposed: readonly string[];
}

/** Reads the entries. Where none is usable, no token of the issuer is valid. */
export function readSigningKeys(entries: readonly unknown[]): ReadKeys {
  const keys: SigningKey[] = [];
  const skipped: SkippedKey[] = [];
  for (const [at, entry] of entries.entries()) {
    const read = readJwk(entry);
    const key = read.ok ? signingKey(read.value) : undefined;
    if (key !== undefined) keys.push(key);
    else skipped.push({ entry: nameOf(entry, at), reason: read.ok ? 'is no valid key' : read.error });
  }
  return { keys, skipped, exposed: entries.flatMap(exposedThumbprint) };
}

function signingKey(jwk: Jwk): SigningKey | undefined {
  const publicKey = publicKeyOf(jwk);
  return publicKey && { jwk, publicKey, thumbprint: thumbprintOf(publicKey) };
}

/** Of any strength and for any use: whoever has its private half can sign with it. */
function exposedThumbprint(entry: unknown): string[] {
  const members = membersOf(entry);
  const publicKey = isPrivate(members) ? publicKeyOf(members) : undefined;
  return publicKey === undefined ? [] : [thumbprintOf(publicKey)];
}

function thumbprintOf(publicKey: KeyObject): string {
  return hashSecret(canonical(publicKey.export({ format: 'jwk' })));
}

/** The members of a public key, for each kind of key (RFC 7518 §6, RFC 8037 §2). */
const PUBLIC = ['kty', 'crv', 'n', 'e', 'x', 'y'];

function publicKeyOf(members: object): KeyObject | undefined {
  const key = Object.fromEntries(Object.entries(members).filter(([name]) => PUBLIC.includes(name)));
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch {
    return undefined;
  }
}

function nameOf(entry: unknown, at: number): string {
  return `keys[${at}], kid ${shown(membersOf(entry).kid)},`;
}
