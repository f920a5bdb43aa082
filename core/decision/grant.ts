/** Step-up grants: what a grant is bound to, how long it lasts, and whether it opens a route when it is used. */
import type { AuthenticationClaims } from '../token/authentication.ts';
import type { ApiStage, DecisionInput } from './input.ts';
import { shortfall } from './shortfall.ts';
import type { Shortfall } from './shortfall.ts';

/** A grant as it is stored. Times in seconds since 1970. */
export interface Grant extends ApiStage {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly acr: string | undefined;
  readonly amr: readonly string[];
  readonly authTime: number | undefined;
  /** The route (`POST /payments`) or group (`GROUP payments`) that it opens. */
  readonly target: string;
  /** The path that it opens (`id=17`); undefined where it opens every path of its target. */
  readonly boundParameters: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The one use of a once-only grant: all grants from one sign-in for one target share it. */
export interface GrantUse {
  readonly issuer: string;
  readonly subject: string;
  readonly clientId: string;
  readonly authTime: number;
  readonly target: string;
}

/** Why a grant does not open the route. */
export type GrantRefusal =
  | 'other_holder'
  | 'other_target'
  | 'other_path'
  | 'other_api'
  | 'expired'
  | 'issued_before_not_before'
  | Shortfall;

/**
 * The grant for an authentication that meets the requirement. It ends when its ttl ends, when the token expires, or when
 * the sign-in reaches maxAge, whichever comes first.
 */
export function newGrant({
  authentication,
  requirement,
  target,
  boundParameters,
  api,
  now,
}: DecisionInput): Grant {
  const { issuer, subject, clientId, acr, amr, authTime } = authentication;
  const { apiId, stage } = api;
  const ends = [now + requirement.grant.ttl, authentication.expiresAt];
  if (requirement.maxAge !== undefined && authTime !== undefined) ends.push(authTime + requirement.maxAge);
  const expiresAt = Math.min(...ends);
  const bound = {
    target,
    boundParameters: boundParameters === '' ? undefined : boundParameters,
    apiId,
    stage,
  };
  return { issuer, subject, clientId, acr, amr, authTime, ...bound, issuedAt: now, expiresAt };
}

/**
 * Why a grant does not open the route, by the policy and risk of now: a grant that was enough when it was issued may not
 * be enough any more. Undefined where it opens the route. The access token is the one sent with the grant.
 */
export function grantRefusal(grant: Grant, input: DecisionInput): GrantRefusal | undefined {
  const { authentication, requirement, target, boundParameters, api, risk, now } = input;
  if (!sameHolder(grant, authentication)) return 'other_holder';
  if (grant.target !== target) return 'other_target';
  if (
    (grant.boundParameters !== undefined || requirement.grant.boundToPath) &&
    (grant.boundParameters ?? '') !== boundParameters
  )
    return 'other_path';
  if (grant.apiId !== api.apiId || grant.stage !== api.stage) return 'other_api';
  if (now >= grant.expiresAt || now > grant.issuedAt + requirement.grant.ttl) return 'expired';
  if (grant.issuedAt < requirement.grant.notBefore) return 'issued_before_not_before';
  return shortfall(grant, requirement, risk, now);
}

function sameHolder(grant: Grant, { issuer, subject, clientId }: AuthenticationClaims): boolean {
  return grant.issuer === issuer && grant.subject === subject && grant.clientId === clientId;
}
