/** Step-up grants: what a grant is bound to, how long it lasts, and whether it opens a route when it is used. */
import type { AuthenticationClaims } from '../token/authentication.ts';
import { saidSignIn } from '../token/said-sign-in.ts';
import type { SaidSignIn } from '../token/said-sign-in.ts';
import type { ApiStage, DecisionInput } from './input.ts';
import type { Judgement } from './judgement.ts';
import { shortfall } from './shortfall.ts';
import type { Shortfall } from './shortfall.ts';

/** A grant as it is stored. Times in seconds since 1970. */
export interface Grant extends ApiStage {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  /** What the issuer said of the sign-in behind it. */
  readonly said: SaidSignIn;
  /** The route (`POST /payments`) or group (`GROUP payments`) that it opens. */
  readonly target: string;
  /** The path that it opens (`id=17`); undefined where it opens every path of its target. */
  readonly boundParameters: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The one use of a once-only grant: all grants from one sign-in for the routes of one policy item share it. */
export interface GrantUse {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly authTime: number;
  /** The policy item. */
  readonly item: string;
  /** The target of the grant, for which uses were recorded before they were recorded for the item. */
  readonly target: string;
}

/** Why a grant does not open the route. `other_claims`: the issuer's sign-ins are read from other claims by now. */
export type GrantRefusal =
  | 'other_holder'
  | 'other_target'
  | 'other_path'
  | 'other_api'
  | 'other_claims'
  | 'expired'
  | 'issued_before_not_before'
  | Shortfall;

/**
 * The grant for the token's sign-in, which meets the requirement. It ends when its ttl ends, when the token expires, or
 * when the sign-in reaches maxAge, whichever comes first.
 */
export function newGrant(
  { authentication, trust, target, boundParameters, api, now }: DecisionInput,
  { requirement, signIn }: Judgement,
): Grant {
  const { issuer, subject, clientId } = authentication;
  const { apiId, stage } = api;
  const ends = [now + requirement.grant.ttl, authentication.expiresAt];
  if (requirement.maxAge !== undefined && signIn.authTime !== undefined)
    ends.push(signIn.authTime + requirement.maxAge);
  return {
    ...{ issuer, subject, clientId },
    said: saidSignIn(authentication.claims, trust.issuer),
    target,
    boundParameters: boundParameters === '' ? undefined : boundParameters,
    ...{ apiId, stage },
    issuedAt: now,
    expiresAt: Math.min(...ends),
  };
}

/**
 * Why a grant does not open the route, by the policy and risk of now: a grant that was enough when it was issued may not
 * be enough any more. Undefined where it opens the route, if no rule denies its sign-in. The access token is the one sent
 * with the grant; `judged` is the sign-in behind the grant.
 */
export function grantRefusal(
  grant: Grant,
  input: DecisionInput,
  judged: Judgement | undefined,
): GrantRefusal | undefined {
  const { authentication, target, boundParameters, api, risk, now } = input;
  if (!sameHolder(grant, authentication)) return 'other_holder';
  if (grant.target !== target) return 'other_target';
  if (grant.apiId !== api.apiId || grant.stage !== api.stage) return 'other_api';
  if (judged === undefined) return 'other_claims';
  const { requirement, signIn } = judged;
  if (
    (grant.boundParameters !== undefined || requirement.grant.boundToPath) &&
    (grant.boundParameters ?? '') !== boundParameters
  )
    return 'other_path';
  if (now >= grant.expiresAt || now > grant.issuedAt + requirement.grant.ttl) return 'expired';
  if (grant.issuedAt < requirement.grant.notBefore) return 'issued_before_not_before';
  return shortfall(signIn, requirement, risk, now);
}

function sameHolder(grant: Grant, { issuer, subject, clientId }: AuthenticationClaims): boolean {
  return grant.issuer === issuer && grant.subject === subject && grant.clientId === clientId;
}
