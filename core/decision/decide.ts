/**
 * The decision on a request: allow it, ask for another sign-in or for a grant, or deny it.
 *
 * A pure function of its arguments. It refuses every request that it does not explicitly allow.
 */
import { grantRefusal } from './grant.ts';
import type { Grant, GrantRefusal, GrantUse } from './grant.ts';
import { asksForStepUp, unsatisfiable } from '../policy/requirement.ts';
import type { DecisionInput } from './input.ts';
import { shortfall } from './shortfall.ts';
import type { Shortfall, SignIn } from './shortfall.ts';

/** How far the clock of the system that writes `revokedBefore` may be ahead of ours, in seconds. */
export const REVOCATION_CLOCK_SKEW = 60;

/** The grant beside the token. `none`: no grant was sent. `unknown`: the grant is not in the table, or cannot be read. */
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
  /** The use to record before the request may pass; undefined where the grant may be used again. */
  readonly use: GrantUse | undefined;
}

/** The user has to sign in again. `acr` in our words, empty where no acr is asked for; `maxAge` in seconds. */
export interface Challenge {
  readonly kind: 'challenge';
  readonly reason: ChallengeReason;
  readonly acr: readonly string[];
  readonly maxAge: number | undefined;
  readonly grantRefusal: GrantRefusal | 'unknown' | undefined;
}

/** The authentication suffices, but the client has to exchange the token for a grant. */
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

/** Decides on a request. A route without step-up is open to every valid token that has the scopes of the route. */
export function decide(input: DecisionInput, presented: PresentedGrant): Decision {
  const { authentication, requirement } = input;
  if (requirement.deny) return { kind: 'deny', reason: 'policy_denies' };
  // A rule can contradict the rest of the policy, so that no sign-in meets both.
  if (unsatisfiable(requirement) !== undefined) return { kind: 'deny', reason: 'policy_unsatisfiable' };
  if (!requirement.scopes.every((scope) => authentication.scopes.includes(scope))) {
    return { kind: 'insufficient_scope', scopes: requirement.scopes };
  }
  return asksForStepUp(requirement) ? decideStepUp(input, presented) : openedByToken(input);
}

/**
 * Decides whether a grant is issued for the authentication. It asks the same as the use of the grant, except for the
 * grant itself, and for a moment one second later: a grant that ends at once is not issued.
 */
export function decideExchange(input: DecisionInput): Decision {
  const { requirement, now } = input;
  if (unsatisfiable(requirement) !== undefined) return { kind: 'deny', reason: 'policy_unsatisfiable' };
  if (now < requirement.grant.notBefore) return GRANTS_NOT_YET;
  const grant = { ...requirement.grant, required: false };
  return decide({ ...input, requirement: { ...requirement, grant }, now: now + 1 }, { kind: 'none' });
}

/** Before the `notBefore` of the policy, no grant can open the route: a challenge would be repeated for ever. */
const GRANTS_NOT_YET: Deny = { kind: 'deny', reason: 'grants_not_yet' };

/** The challenge for a once-only route whose one use is recorded already: only a newer sign-in meets it. */
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
  // A once-only requirement always has a maxAge, and a sign-in without auth_time does not meet it.
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
