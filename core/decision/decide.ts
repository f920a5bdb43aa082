/**
 * The decision: may this request pass, does it need another sign-in or a grant, or is the answer no?
 *
 * A pure function of its arguments. Whatever it does not explicitly allow is refused.
 */
import { grantRefusal } from './grant.ts';
import type { Grant, GrantRefusal, GrantUse } from './grant.ts';
import { asksForStepUp, unsatisfiable } from '../policy/requirement.ts';
import type { DecisionInput } from './input.ts';
import { shortfall } from './shortfall.ts';
import type { Shortfall, SignIn } from './shortfall.ts';

/** How far ahead of us the clock of whoever writes `revokedBefore` may be, in seconds. */
export const REVOCATION_CLOCK_SKEW = 60;

/** The grant beside the token: none, one we do not know (or cannot read), or one from the table. */
export type PresentedGrant =
  | { readonly kind: 'none' }
  | { readonly kind: 'unknown' }
  | { readonly kind: 'found'; readonly grant: Grant };

export type DenyReason =
  | 'policy_denies'
  | 'policy_missing'
  | 'policy_invalid'
  | 'policy_unsatisfiable'
  | 'auth_time_missing'
  | 'acr_unreachable'
  | 'machine_token'
  | 'revoked_until_later'
  | 'grants_not_yet';

export type ChallengeReason = Shortfall | 'grant_spent';

/** `signIn` is the sign-in that counted: the token's, or the one recorded in the grant. */
export interface Allow {
  readonly kind: 'allow';
  readonly openedBy: 'token' | 'grant';
  readonly signIn: SignIn & { readonly amr: readonly string[] };
  /** The use to record before the request may pass; none for what may be used again. */
  readonly use: GrantUse | undefined;
}

/** Sign in again. `acr` in our words, empty where no acr is asked for; `maxAge` in seconds. */
export interface Challenge {
  readonly kind: 'challenge';
  readonly reason: ChallengeReason;
  readonly acr: readonly string[];
  readonly maxAge: number | undefined;
  readonly grantRefusal: GrantRefusal | 'unknown' | undefined;
}

/** The authentication suffices; exchange the token for a grant. */
export interface GrantRequired {
  readonly kind: 'grant_required';
  readonly grantRefusal: GrantRefusal | 'unknown' | undefined;
}

export interface InsufficientScope {
  readonly kind: 'insufficient_scope';
  readonly scopes: readonly string[];
}

export interface Deny {
  readonly kind: 'deny';
  readonly reason: DenyReason;
}

export type Decision = Allow | Challenge | GrantRequired | InsufficientScope | Deny;

/** Decides. A route without step-up is open to any valid token with its scopes. */
export function decide(input: DecisionInput, presented: PresentedGrant): Decision {
  const { authentication, requirement } = input;
  if (requirement.deny) return { kind: 'deny', reason: 'policy_denies' };
  // A rule can ask for more than the rest of the policy leaves possible.
  if (unsatisfiable(requirement) !== undefined) return { kind: 'deny', reason: 'policy_unsatisfiable' };
  if (!requirement.scopes.every((scope) => authentication.scopes.includes(scope))) {
    return { kind: 'insufficient_scope', scopes: requirement.scopes };
  }
  return asksForStepUp(requirement) ? decideStepUp(input, presented) : openedByToken(input);
}

/**
 * Decides whether the authentication earns a grant: as at use, but for the grant that a route may demand, and
 * a second from now, so that no grant is issued which is over at once.
 */
export function decideExchange(input: DecisionInput): Decision {
  const { requirement, now } = input;
  if (unsatisfiable(requirement) !== undefined) return { kind: 'deny', reason: 'policy_unsatisfiable' };
  if (now < requirement.grant.notBefore) return GRANTS_NOT_YET;
  const grant = { ...requirement.grant, required: false };
  return decide({ ...input, requirement: { ...requirement, grant }, now: now + 1 }, { kind: 'none' });
}

/** Until the policy's own `notBefore`, no grant could open the route: asking for one would never end. */
const GRANTS_NOT_YET: Deny = { kind: 'deny', reason: 'grants_not_yet' };

/** The challenge for a once-only route whose one use is gone: only a newer sign-in will do. */
export function challengeSpent(input: DecisionInput): Challenge {
  return {
    kind: 'challenge',
    reason: 'grant_spent',
    acr: acceptableAcr(input),
    maxAge: 0,
    grantRefusal: undefined,
  };
}

function decideStepUp(input: DecisionInput, presented: PresentedGrant): Decision {
  const { authentication, requirement, risk, now } = input;
  if (authentication.isMachine) return { kind: 'deny', reason: 'machine_token' };
  if (requirement.grant.required && now < requirement.grant.notBefore) return GRANTS_NOT_YET;

  const missing = shortfall(authentication, requirement, risk, now);
  if (missing === undefined && !requirement.grant.required) return openedByToken(input);

  const refusal = refusalOfPresented(presented, input);
  if (presented.kind === 'found' && refusal === undefined) return openedByGrant(presented.grant, input);

  return missing === undefined
    ? { kind: 'grant_required', grantRefusal: refusal }
    : challenge(input, missing, refusal);
}

function refusalOfPresented(
  presented: PresentedGrant,
  input: DecisionInput,
): GrantRefusal | 'unknown' | undefined {
  switch (presented.kind) {
    case 'none':
      return undefined;
    case 'unknown':
      return 'unknown';
    case 'found':
      return grantRefusal(presented.grant, input);
  }
}

function openedByToken({ authentication }: DecisionInput): Allow {
  return { kind: 'allow', openedBy: 'token', signIn: authentication, use: undefined };
}

function openedByGrant(grant: Grant, { requirement, target }: DecisionInput): Allow | Deny {
  const { issuer, subject, clientId, authTime } = grant;
  const allow = { kind: 'allow', openedBy: 'grant', signIn: grant } as const;
  if (!requirement.grant.once) return { ...allow, use: undefined };
  // Policies give a once-only requirement a maxAge, which a sign-in without a time does not meet.
  if (authTime === undefined) return { kind: 'deny', reason: 'auth_time_missing' };
  return { ...allow, use: { issuer, subject, clientId, authTime, target } };
}

function challenge(
  input: DecisionInput,
  reason: Shortfall,
  refusal: GrantRefusal | 'unknown' | undefined,
): Challenge | Deny {
  const { requirement, risk, now } = input;
  const acr = acceptableAcr(input);
  if (requirement.acr !== 'any' && acr.length === 0) return { kind: 'deny', reason: 'acr_unreachable' };
  const sinceRevocation = risk.revokedBefore === undefined ? undefined : now - risk.revokedBefore;
  if (sinceRevocation !== undefined && sinceRevocation < -REVOCATION_CLOCK_SKEW) {
    return { kind: 'deny', reason: 'revoked_until_later' };
  }
  const ages = [requirement.maxAge, sinceRevocation].filter((age) => age !== undefined);
  const maxAge = ages.length === 0 ? undefined : Math.max(0, Math.min(...ages));
  return { kind: 'challenge', reason, acr, maxAge, grantRefusal: refusal };
}

function acceptableAcr({ requirement, reachableAcr }: DecisionInput): readonly string[] {
  return requirement.acr === 'any' ? [] : requirement.acr.filter((word) => reachableAcr.includes(word));
}
