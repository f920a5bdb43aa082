/** The challenge: which sign-in a refused request asks for, and when `max_age` is 0. */
import type { Revocation } from '../condition/risk.ts';
import type { IssuerTrust } from '../token/issuer-words.ts';
import { hasSignInTime } from '../trust/sign-in-settings.ts';
import type { GrantRefusal } from './grant.ts';
import type { Requirement } from '../policy/requirement.ts';
import type { DecisionInput } from './input.ts';
import type { Shortfall } from './shortfall.ts';

/** How far the clock of the system that writes `revokedBefore` may be ahead of ours, in seconds. */
export const REVOCATION_CLOCK_SKEW = 60;

export type ChallengeReason = Shortfall | 'grant_spent';

/** The user has to sign in again. `acr` in our words, empty where no acr is asked for; `maxAge` in seconds. */
export interface Challenge {
  readonly kind: 'challenge';
  readonly reason: ChallengeReason;
  readonly acr: readonly string[];
  readonly maxAge: number | undefined;
  readonly grantRefusal: GrantRefusal | 'unknown' | undefined;
}

/** Instead of a challenge that no sign-in can meet now. */
export interface NoUsefulChallenge {
  readonly kind: 'deny';
  readonly reason: 'acr_unreachable' | 'auth_time_unavailable' | 'revoked_until_later';
}

/**
 * The challenge for an authentication that falls short. After a revocation, only a sign-in since then counts: `maxAge`
 * is at most the time since the revocation, and 0 where the revocation lies in the future.
 */
export function challenge(
  input: DecisionInput,
  requirement: Requirement,
  reason: Shortfall,
): Challenge | NoUsefulChallenge {
  const { risk, now } = input;
  const beyond = beyondIssuer(input.trust, requirement, risk);
  if (beyond !== undefined) return { kind: 'deny', reason: beyond };
  const acr = acceptableAcr(input.trust, requirement);
  const sinceRevocation = risk.revokedBefore === undefined ? undefined : now - risk.revokedBefore;
  if (sinceRevocation !== undefined && sinceRevocation < -REVOCATION_CLOCK_SKEW) {
    return { kind: 'deny', reason: 'revoked_until_later' };
  }
  const ages = [requirement.maxAge, sinceRevocation].filter((age) => age !== undefined);
  const maxAge = ages.length === 0 ? undefined : Math.max(0, Math.min(...ages));
  return { kind: 'challenge', reason, acr, maxAge, grantRefusal: undefined };
}

/** The challenge for a once-only route whose one use is recorded already: only a newer sign-in meets it. */
export function challengeSpent(input: DecisionInput, requirement: Requirement): Challenge {
  return {
    kind: 'challenge',
    reason: 'grant_spent',
    acr: acceptableAcr(input.trust, requirement),
    maxAge: 0,
    grantRefusal: undefined,
  };
}

/** Why no sign-in at this issuer ever meets the requirement; undefined where one can. */
export function beyondIssuer(
  trust: IssuerTrust,
  requirement: Pick<Requirement, 'acr' | 'maxAge'>,
  { revokedBefore }: Revocation,
): 'acr_unreachable' | 'auth_time_unavailable' | undefined {
  if (requirement.acr !== 'any' && acceptableAcr(trust, requirement).length === 0) return 'acr_unreachable';
  // No later sign-in has a time either.
  const needsTime = requirement.maxAge !== undefined || revokedBefore !== undefined;
  return needsTime && !hasSignInTime(trust.issuer) ? 'auth_time_unavailable' : undefined;
}

function acceptableAcr({ words }: IssuerTrust, { acr }: Pick<Requirement, 'acr'>): readonly string[] {
  return acr === 'any' ? [] : acr.filter((word) => words.reachable.includes(word));
}
