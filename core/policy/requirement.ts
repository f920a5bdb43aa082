/** The requirement of a route: what its policy asks for, as one value. Combining requirements only makes them stricter. */
import { atLeast, intersectAcr, oneOf } from './acr.ts';
import type { AcrDemand, AcrVocabulary } from './acr.ts';
import { LONGEST_GRANT_TTL } from './fields.ts';
import type { GroupPolicy } from './item.ts';
import type { Mistake } from '../parse.ts';

/**
 * The oldest sign-in that a once-only route accepts, in seconds. The record of a use is kept one hour longer than this,
 * so that no grant lives longer than the record and is used twice.
 */
export const ONCE_MAX_AGE = 86_400;

/** The demand on a grant. */
export interface GrantDemand {
  /** Only a grant opens the route; the elevated token alone does not. */
  readonly required: boolean;
  /** Seconds from issue to expiry. */
  readonly ttl: number;
  /** One use for each sign-in. */
  readonly once: boolean;
  /** A grant opens only the path that it was issued for: the same values of the template's parameters. */
  readonly boundToPath: boolean;
  /** Grants issued before this time (seconds since 1970) no longer open the route. */
  readonly notBefore: number;
}

/** What a request must have. Times in seconds. */
export interface Requirement {
  readonly deny: boolean;
  /** Until then (seconds since 1970), every request is denied. */
  readonly closedUntil: number;
  readonly acr: AcrDemand;
  readonly maxAge: number | undefined;
  readonly scopes: readonly string[];
  readonly grant: GrantDemand;
}

/** Asks for nothing but a valid access token: the neutral element of {@link combine}. */
export const NO_REQUIREMENT: Requirement = {
  deny: false,
  closedUntil: 0,
  acr: 'any',
  maxAge: undefined,
  scopes: [],
  grant: { required: false, ttl: LONGEST_GRANT_TTL, once: false, boundToPath: false, notBefore: 0 },
};

/** Both requirements at once. Commutative, associative, idempotent; the result is never looser than either. */
export function combine(a: Requirement, b: Requirement, vocabulary: AcrVocabulary): Requirement {
  return {
    deny: a.deny || b.deny,
    closedUntil: Math.max(a.closedUntil, b.closedUntil),
    acr: intersectAcr(a.acr, b.acr, vocabulary),
    maxAge: smaller(a.maxAge, b.maxAge),
    scopes: [...new Set([...a.scopes, ...b.scopes])].toSorted(),
    grant: {
      required: a.grant.required || b.grant.required,
      ttl: Math.min(a.grant.ttl, b.grant.ttl),
      once: a.grant.once || b.grant.once,
      boundToPath: a.grant.boundToPath || b.grant.boundToPath,
      notBefore: Math.max(a.grant.notBefore, b.grant.notBefore),
    },
  };
}

/** Whether the route asks for more than a valid access token with the right scopes. */
export function asksForStepUp(requirement: Requirement): boolean {
  return requirement.acr !== 'any' || requirement.maxAge !== undefined || requirement.grant.required;
}

/** The mistake that makes the requirement impossible to meet. Without this check, the challenges would never end. */
export function unsatisfiable({ acr, maxAge, grant }: Requirement): Mistake | undefined {
  if (acr !== 'any' && acr.length === 0)
    return { field: 'acr', message: 'no acr word satisfies all its demands' };
  if (grant.required && acr === 'any' && maxAge === undefined) {
    return {
      field: 'grant',
      message: 'a grant is demanded, but neither an acr nor a maxAge that would earn one',
    };
  }
  return undefined;
}

/** Whether the requirement denies every request at `now` (seconds since 1970). */
export function isClosed({ deny, closedUntil }: Requirement, now: number): boolean {
  return deny || now < closedUntil;
}

/** The fields of an item, of a rule or of a change that demand something; `closedUntil` is a field of items alone. */
export type Demands = Pick<
  GroupPolicy,
  'acr' | 'acrValues' | 'maxAge' | 'scopes' | 'grant' | 'deny' | 'closedUntil'
>;

/** What the fields ask for. */
export function requirementFrom(policy: Demands, vocabulary: AcrVocabulary): Requirement {
  const floor = policy.acr === undefined ? 'any' : atLeast(policy.acr, vocabulary);
  const list = policy.acrValues === undefined ? 'any' : oneOf(policy.acrValues);
  const once = policy.grant?.use === 'once';
  return {
    deny: policy.deny ?? false,
    closedUntil: policy.closedUntil ?? 0,
    acr: intersectAcr(floor, list, vocabulary),
    maxAge: smaller(policy.maxAge, once ? ONCE_MAX_AGE : undefined),
    scopes: [...new Set(policy.scopes)].toSorted(),
    grant: {
      required: policy.grant?.required === true || once,
      ttl: policy.grant?.ttl ?? LONGEST_GRANT_TTL,
      once,
      boundToPath: policy.grant?.bind === 'path',
      notBefore: policy.grant?.notBefore ?? 0,
    },
  };
}

function smaller(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}
