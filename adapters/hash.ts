/** Hashes of secrets and identities: the tables and the log contain these instead of the values. */
import { createHash } from 'node:crypto';

/** SHA-256 of a secret that is random enough to need no salt, in hexadecimal. */
export function hashSecret(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}

/** SHA-256, in hexadecimal, of several parts. Each part follows its length: different lists give different hashes. */
export function hashParts(...parts: readonly (string | number)[]): string {
  const hash = createHash('sha256');
  for (const part of parts.map(String)) hash.update(`${Buffer.byteLength(part)}:`).update(part);
  return hash.digest('hex');
}
