/** An authenticator app (RFC 6238): SHA-1, six digits. */
import { createHmac } from 'node:crypto';

/** Seconds for which a code is shown: short, since Keycloak takes each code once, and tests do not wait for the next. */
export const PERIOD = 1;

/** Codes for this secret, each another. Some are of a time that is still to come, by a few seconds. */
export function authenticator(secret: string): () => string {
  let last = 0;
  return () => {
    // Of the machine, which is Keycloak's: tests move the time of Date.
    const now = performance.timeOrigin + performance.now();
    last = Math.max(last + 1, Math.floor(now / (PERIOD * 1000)));
    return code(secret, last);
  };
}

/** RFC 4226 §5.3: the last four bits of the digest say where in it the number stands. */
function code(secret: string, counter: number): string {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64BE(BigInt(counter));
  const digest = createHmac('sha1', secret).update(bytes).digest();
  const number = digest.readUInt32BE(digest.readUInt8(digest.length - 1) % 16) % 2 ** 31;
  return String(number % 1_000_000).padStart(6, '0');
}
