/** The caller of an access token, which the verifier of the authorizer verifies. */
import { clockOf } from '../../adapters/clock.ts';
import { UNHEARD } from '../../adapters/tokens/key-set.ts';
import { KeySetUnreadable } from '../../adapters/tokens/key-set-fault.ts';
import { createTokenVerifier } from '../../adapters/tokens/token-verifier.ts';
import { GRANT_HEADER } from '../../core/contract.ts';
import { errorText } from '../../core/error-text.ts';
import { readCredential } from '../../core/token/credential.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { Caller } from './caller.ts';

/** Milliseconds for the issuer's keys. */
const PATIENCE = 10_000;

/**
 * Verifies the token as of `now` (seconds since 1970). Throws an AdminRefusal where the keys of its issuer cannot be
 * fetched or read: the authorizer answers 503 then.
 */
export async function verifiedCaller(token: string, trust: TrustConfig, now: number): Promise<Caller> {
  const credential = readCredential({ authorization: [`Bearer ${token}`] }, GRANT_HEADER);
  if (credential.kind !== 'bearer') return credential;
  try {
    const verifier = createTokenVerifier(
      trust,
      clockOf(() => now * 1000),
      UNHEARD,
    );
    const verification = await verifier.verify(credential.token, AbortSignal.timeout(PATIENCE));
    return verification.ok
      ? { kind: 'verified', ...verification.value }
      : { kind: 'refused', refusal: verification.error };
  } catch (error) {
    throw keysRefusal(error);
  }
}

function keysRefusal(cause: unknown): AdminRefusal {
  const [code, problem] =
    cause instanceof KeySetUnreadable
      ? (['keys_unreadable', 'cannot be read'] as const)
      : (['keys_unavailable', 'cannot be fetched'] as const);
  return new AdminRefusal(
    code,
    `The keys of the token's issuer ${problem}; the authorizer then answers 503: ${errorText(cause)}`,
    {},
    { cause },
  );
}
