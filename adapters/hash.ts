/** Hashes under which secrets and identities are kept: neither is ever stored as it is. */
import { createHash } from 'node:crypto';

/** SHA-256 of a secret that is random enough to need no salt, in hexadecimal. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** SHA-256 of several parts, each with its length before it, so that no two lists of parts look alike. */
export function hashParts(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  for (const part of parts.map(String)) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
