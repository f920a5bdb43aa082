/** The issuer that a user or claims are of. */
import type { TrustConfig, TrustedIssuer } from '../core/trust/trust-config.ts';
import { AdminRefusal } from './refusals/refusal.ts';

/**
 * The trusted issuer of this name; without a name, the only one. `of` says whose issuer it is. Throws an AdminRefusal
 * where it is not trusted, or several are.
 */
export function trustedIssuer({ issuers }: TrustConfig, named: unknown, of: string): TrustedIssuer {
  const known = issuers.map(({ issuer }) => issuer);
  const [found, ...others] = named === undefined ? issuers : issuers.filter(({ issuer }) => issuer === named);
  if (found === undefined) {
    throw new AdminRefusal(
      'issuer_not_trusted',
      `the issuer ${String(named)} is not trusted: the trust config has ${known.join(', ')}`,
      { issuer: named, issuers: known },
    );
  }
  if (others.length > 0) {
    throw new AdminRefusal(
      'issuer_not_named',
      `name the issuer of ${of} with --issuer: ${known.join(', ')}`,
      {
        issuers: known,
      },
    );
  }
  return found;
}
