/**
 * The decision on a request: allow it, ask for another sign-in or for a grant, or deny it.
 *
 * A pure function of its arguments. It refuses every request that it does not explicitly allow.
 */
import { challenge } from './challenge.ts';
import type { Challenge, NoUsefulChallenge } from './challenge.ts';
import { grantRefusal } from './grant.ts';
import type { Grant, GrantRefusal, GrantUse } from './grant.ts';
import { asksForStepUp, unsatisfiable } from '../policy/requirement.ts';
import type { DecisionInput } from './input.ts';
import { shortfall } from './shortfall.ts';
import type { SignIn } from './shortfall.ts';

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
  | 'machine_token'
  | 'grants_not_yet'
  | NoUsefulChallenge['reason'];

/** `signIn` is the sign-in that counted: the token's, or the one recorded in the grant. */
export interface Allow {
  readonly kind: 'allow';
  readonly openedBy: 'token' | 'grant';
  readonly signIn: SignIn & { readonly amr: readonly string[] };
  /** The use to record before the request may pass; undefined where the grant may be used again. */
  readonly use: GrantUse | undefined;
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
