/** Why a sign-in does not count although the user may have signed in: what the token says of it, and what is read. */
import { missingTime } from '../token/missing-time.ts';
import type { Difference } from '../token/token-refusal.ts';
import { unmappedAcr } from '../token/unmapped-acr.ts';
import type { Decision } from './decide.ts';
import type { DecisionInput } from './input.ts';

/** Where the decision asks for an acr, and the token has one that is not mapped; or for a time, and it has none. */
export function signInDifference(
  decision: Decision,
  { authentication, trust }: Pick<DecisionInput, 'authentication' | 'trust'>,
): Difference | undefined {
  if (!('reason' in decision)) return undefined;
  const { reason } = decision;
  if (reason === 'acr' || reason === 'acr_unreachable') return unmappedAcr(authentication.claims, trust);
  return reason === 'auth_time_missing' || reason === 'auth_time_unavailable'
    ? missingTime(authentication.claims, trust.issuer)
    : undefined;
}
