/** The authorities of the trust config, for the sign-in too: this process asks the provider for tokens. */
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import type { TrustedIssuerProps } from '../../lib/trust/trust-config.ts';

/** From now on this process trusts them beside those that it trusts anyway, for every server. */
export function trustAuthorities(
  issuers: readonly Pick<TrustedIssuerProps, 'certificateAuthorities'>[],
): void {
  const authorities = issuers.flatMap(({ certificateAuthorities = [] }) => certificateAuthorities);
  if (authorities.length > 0) setDefaultCACertificates([...getCACertificates('default'), ...authorities]);
}
