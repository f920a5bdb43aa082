/**
 * The decision on a request: allow it, ask for another sign-in or for a grant, or deny it.
 *
 * A pure function of its arguments. It refuses every request that it does not explicitly allow.
 */
import type { SignIn } from '../condition/sign-in.ts';
import { asksForStepUp, isClosed, unsatisfiable } from '../policy/requirement.ts';
import type { Requirement } from '../policy/requirement.ts';
import { mistakesIn } from '../policy/rules.ts';
import type { IssuedFor } from '../token/issued-for.ts';
import { challenge } from './challenge.ts';
import type { Challenge, NoUsefulChallenge } from './challenge.ts';
import { grantRefusal } from './grant.ts';
import type { Grant, GrantRefusal, GrantUse } from './grant.ts';
import type { DecisionInput } from './input.ts';
import { judgeGrant, judgeToken } from './judgement.ts';
import type { Judgement } from './judgement.ts';
import { shortfall } from './shortfall.ts';

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
  | 'no_sign_in_shown'
  | 'grants_not_yet'
  | NoUsefulChallenge['reason'];

/** `signIn` is the sign-in that counted: the token's, or the one behind the grant. */
export interface Allow {
  readonly kind: 'allow';
  readonly openedBy: 'token' | 'grant';
  readonly signIn: SignIn;
  /** The use to record before the request may pass; undefined where the grant may be used again. */
  readonly use: GrantUse | undefined;
}

/** The authentication suffices, but the client has to exchange the token for a grant. */
export interface GrantRequired {
  readonly kind: 'grant_required';
  readonly grantRefusal: GrantRefusal | 'unknown' | undefined;
}

/** `scopes` are all that are asked for, `missing` those that the token lacks. */
export interface InsufficientScope {
  readonly kind: 'insufficient_scope';
  readonly scopes: readonly string[];
  readonly missing: readonly string[];
}

export interface Deny {
  readonly kind: 'deny';
  readonly reason: DenyReason;
}

export type Decision = Allow | Challenge | GrantRequired | InsufficientScope | Deny;

/** A decision, and the sign-in that it is about. */
export interface Decided {
  readonly decision: Decision;
  readonly judged: Judgement;
}

/**
 * Decides on a request: it is allowed if the token's own sign-in meets all that is asked of it, and no grant is demanded,
 * or if the sign-in behind a good grant meets all that is asked of that sign-in. A route without step-up is open to every
 * valid token that has the scopes of the route.
 */
export function decide(input: DecisionInput, presented: PresentedGrant): Decision {
  const byToken = decideByToken(input);
  const { decision } = grantMayHelp(input, byToken) ? decideWithGrant(input, byToken, presented) : byToken;
  return decision;
}

/** The decision for the token alone. */
export function decideByToken(input: DecisionInput): Decided {
  const judged = judgeToken(input);
  const isUsable = mistakesIn(input.demands).length === 0;
  return { decision: isUsable ? ofToken(input, judged) : INVALID, judged };
}

/** Whether a grant could change the decision: none changes what the item forbids, or opens to a token that shows no sign-in. */
export function grantMayHelp(
  { authentication, demands, now }: DecisionInput,
  { decision }: Decided,
): boolean {
  const isInvalid = decision.kind === 'deny' && decision.reason === INVALID.reason;
  const isFinal = isInvalid || isClosed(demands.base, now) || authentication.issuedFor !== 'person';
  return decision.kind !== 'allow' && !isFinal;
}

/**
 * The decision for the token and what is beside it. Where the grant does not open the route, the answer is that for the
 * token, which says what to do next. But where a good grant is refused for what the rules say of its sign-in, the answer
 * says so: for the same sign-in once more, it would be the same.
 */
export function decideWithGrant(input: DecisionInput, byToken: Decided, presented: PresentedGrant): Decided {
  if (presented.kind === 'none') return byToken;
  if (presented.kind === 'unknown') return withRefusal(byToken, 'unknown');
  const judged = judgeGrant(input, presented.grant.said);
  const refusal = grantRefusal(presented.grant, input, judged);
  return judged === undefined || refusal !== undefined
    ? withRefusal(byToken, refusal)
    : { decision: ofGrant(input, judged), judged };
}

/**
 * Decides whether a grant is issued for the token's sign-in. It asks the same as the use of the grant, except for the
 * grant itself, and for a moment one second later: a grant that ends at once is not issued.
 */
export function decideExchange(input: DecisionInput): Decided {
  const judged = judgeToken(input);
  const { requirement } = judged;
  if (mistakesIn(input.demands).length > 0) return { decision: INVALID, judged };
  if (isClosed(requirement, input.now)) return { decision: CLOSED, judged };
  if (unsatisfiable(requirement) !== undefined) return { decision: UNSATISFIABLE, judged };
  if (input.now < requirement.grant.notBefore) return { decision: GRANTS_NOT_YET, judged };
  const grant = { ...requirement.grant, required: false };
  const asked = { ...judged, requirement: { ...requirement, grant } };
  const decision = ofToken({ ...input, now: input.now + 1 }, asked);
  const { issuedFor } = input.authentication;
  // Also where only rules that read the request ask for step-up: a grant keeps what its token says of a sign-in.
  return decision.kind === 'allow' && issuedFor !== 'person'
    ? { decision: NOBODY_SIGNED_IN[issuedFor], judged }
    : { decision, judged };
}

const INVALID = { kind: 'deny', reason: 'policy_invalid' } as const satisfies Deny;

const CLOSED: Deny = { kind: 'deny', reason: 'policy_denies' };

const UNSATISFIABLE: Deny = { kind: 'deny', reason: 'policy_unsatisfiable' };

/** Before the `notBefore` of the policy, no grant can open the route: a challenge would be repeated for ever. */
const GRANTS_NOT_YET: Deny = { kind: 'deny', reason: 'grants_not_yet' };

/** A challenge would ask nobody: a plain no. */
const NOBODY_SIGNED_IN: Readonly<Record<Exclude<IssuedFor, 'person'>, Deny>> = {
  machine: { kind: 'deny', reason: 'machine_token' },
  unclear: { kind: 'deny', reason: 'no_sign_in_shown' },
};

function ofToken(input: DecisionInput, { signIn, requirement }: Judgement): Decision {
  const { authentication, risk, now } = input;
  const forbidden = forbiddenTo(input, requirement);
  if (forbidden !== undefined) return forbidden;
  if (!asksForStepUp(requirement)) return openedByToken(signIn);
  if (authentication.issuedFor !== 'person') return NOBODY_SIGNED_IN[authentication.issuedFor];
  if (requirement.grant.required && now < requirement.grant.notBefore) return GRANTS_NOT_YET;
  const missing = shortfall(signIn, requirement, risk, now);
  if (missing !== undefined) return challenge(input, requirement, missing);
  return requirement.grant.required
    ? { kind: 'grant_required', grantRefusal: undefined }
    : openedByToken(signIn);
}

/** What another sign-in does not change, or only one for which the rules ask for less. */
function forbiddenTo(
  { authentication, now }: DecisionInput,
  requirement: Requirement,
): Deny | InsufficientScope | undefined {
  if (isClosed(requirement, now)) return CLOSED;
  // A rule can contradict the rest of the policy, so that no sign-in meets both.
  if (unsatisfiable(requirement) !== undefined) return UNSATISFIABLE;
  const { scopes } = requirement;
  const missing = scopes.filter((scope) => !authentication.scopes.includes(scope));
  return missing.length === 0 ? undefined : { kind: 'insufficient_scope', scopes, missing };
}

function openedByToken(signIn: SignIn): Allow {
  return { kind: 'allow', openedBy: 'token', signIn, use: undefined };
}

/** The decision for a grant that has nothing against itself. */
function ofGrant(input: DecisionInput, judged: Judgement): Decision {
  const { signIn, requirement } = judged;
  const forbidden = forbiddenTo(input, requirement);
  if (forbidden !== undefined) return forbidden;
  const use = useOf(input, judged);
  // A once-only requirement always has a maxAge, and a sign-in without auth_time does not meet it.
  if (requirement.grant.once && use === undefined) return { kind: 'deny', reason: 'auth_time_missing' };
  return { kind: 'allow', openedBy: 'grant', signIn, use };
}

/**
 * The one use that the sign-in has, of the holder of the token; undefined where grants may be used again, and for a sign-in
 * whose time is not known.
 */
export function useOf(
  { authentication, spends: item, target }: DecisionInput,
  { signIn: { authTime }, requirement }: Judgement,
): GrantUse | undefined {
  const { issuer, subject, clientId } = authentication;
  if (!requirement.grant.once || authTime === undefined) return undefined;
  return { issuer, subject, clientId, authTime, item, target };
}

function withRefusal({ decision, judged }: Decided, refusal: GrantRefusal | 'unknown' | undefined): Decided {
  const takesIt = decision.kind === 'challenge' || decision.kind === 'grant_required';
  return { decision: takesIt ? { ...decision, grantRefusal: refusal } : decision, judged };
}
