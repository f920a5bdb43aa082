/** A verifier of access tokens that trusts one issuer. */
import { clockOf } from '../../../adapters/clock.ts';
import { UNHEARD } from '../../../adapters/tokens/key-set.ts';
import type { KeySetEvents } from '../../../adapters/tokens/key-set.ts';
import { createTokenVerifier } from '../../../adapters/tokens/token-verifier.ts';
import type { TokenVerifier } from '../../../adapters/tokens/token-verifier.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { AUDIENCE } from './issuer.ts';

interface VerifierParts {
  /** In milliseconds since 1970. */
  readonly clock?: () => number;
  readonly events?: Partial<KeySetEvents>;
  /** More fields of the issuer in the trust config. */
  readonly fields?: object;
}

/** Its acr words are `loa1` and `loa2`. */
export function testVerifier(
  issuer: string,
  { clock = () => Date.now(), events = {}, fields = {} }: VerifierParts = {},
): TokenVerifier {
  const parsed = parseTrustConfig(
    { acr: ['loa1', 'loa2'], issuers: [{ issuer, audience: [AUDIENCE], ...fields }] },
    { allowLoopbackIssuers: true },
  );
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.error));
  return createTokenVerifier(parsed.value, clockOf(clock), { ...UNHEARD, ...events });
}
