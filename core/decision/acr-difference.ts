/** Why a sign-in is taken for too weak although its token has an acr. */
import type { Difference } from '../token/token-refusal.ts';
import { unmappedAcr } from '../token/unmapped-acr.ts';
import type { Decision } from './decide.ts';
import type { DecisionInput } from './input.ts';

/** What came and what is mapped, where the decision asks for an acr and the token has one that is not mapped. */
export function acrDifference(
  decision: Decision,
  { authentication, trust }: Pick<DecisionInput, 'authentication' | 'trust'>,
): Difference | undefined {
  const isAboutAcr =
    'reason' in decision && (decision.reason === 'acr' || decision.reason === 'acr_unreachable');
  return isAboutAcr ? unmappedAcr(authentication.claims, trust) : undefined;
}
