/** Keys and certificates of the trust config that are written well, and are none. */
import { createPublicKey, X509Certificate } from 'node:crypto';
import type { Mistake } from '../../core/parse.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';

/** A mistake for each of them: the schema sees their form alone, and an X.509 certificate or a point on a curve has more. */
export function keyMaterialMistakes({ issuers }: TrustConfig): readonly Mistake[] {
  return issuers.flatMap(({ jwks, certificateAuthorities = [] }, at) => [
    ...certificateAuthorities.flatMap((pem, index) =>
      isMade(() => new X509Certificate(pem))
        ? []
        : { field: `issuers[${at}].certificateAuthorities[${index}]`, message: 'is no certificate' },
    ),
    ...(jwks?.keys ?? []).flatMap((key, index) =>
      isMade(() => createPublicKey({ key, format: 'jwk' }))
        ? []
        : { field: `issuers[${at}].jwks.keys[${index}]`, message: 'is no valid key' },
    ),
  ]);
}

function isMade(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
