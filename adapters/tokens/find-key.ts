/** Which key of a key set has to have signed a token. */
import type { SignatureAlgorithm } from '../../core/trust/signature-algorithms.ts';
import { fits } from '../../core/trust/signature-algorithms.ts';
import type { SigningKey } from './signing-keys.ts';

/** What the header of a token says of its key. */
export interface WantedKey {
  readonly kid: string | undefined;
  readonly algorithm: SignatureAlgorithm;
}

/**
 * The key; undefined when none fits, or it cannot be told which. With a kid: the key of that kid, else the only one that
 * fits the algorithm, if that has no kid. Without: the only one that fits.
 */
export function findKey(keys: readonly SigningKey[], { kid, algorithm }: WantedKey): SigningKey | undefined {
  const fitting = keys.filter(({ jwk }) => fits(jwk, algorithm));
  if (kid === undefined) return theOnly(fitting);
  const isNamed = keys.some(({ jwk }) => jwk.kid === kid);
  if (isNamed) return theOnly(fitting.filter(({ jwk }) => jwk.kid === kid));
  return fitting.every(({ jwk }) => jwk.kid === undefined) ? theOnly(fitting) : undefined;
}

/** Several entries of one key count as one. */
function theOnly(keys: readonly SigningKey[]): SigningKey | undefined {
  const [key] = keys;
  return keys.every(({ thumbprint }) => thumbprint === key?.thumbprint) ? key : undefined;
}
