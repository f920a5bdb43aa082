/** A decision, in the few fields that reports, scenarios and pipelines compare. */
import { signInDifference } from '../../core/decision/sign-in-difference.ts';
import type { Decision } from '../../core/decision/decide.ts';
import { outcomeOf } from '../../core/decision/observation.ts';
import type { RefusingSetting } from '../../core/token/token-refusal.ts';
import type { RefusedCaller, VerifiedCaller } from './caller.ts';

/** The decisions on a request. `unauthenticated`: it has no valid token, so its policy was not read. */
export const DECISIONS = [
  'allow',
  'challenge',
  'grant_required',
  'insufficient_scope',
  'deny',
  'unauthenticated',
] as const;

export type DecisionKind = (typeof DECISIONS)[number];

/** `acr` in our words, `maxAge` in seconds: what a challenge asks for. */
export interface Verdict {
  readonly kind: DecisionKind;
  readonly outcome: 'allow' | 'challenge' | 'deny' | 'unauthenticated';
  readonly reason?: string;
  readonly detail?: string;
  readonly openedBy?: 'token' | 'grant';
  readonly grantRefusal?: string;
  readonly acr?: readonly string[];
  readonly maxAge?: number;
  readonly scopes?: readonly string[];
  /** What the token has, what is expected of it, and the setting of the trust config that says so, of this issuer. */
  readonly came?: string;
  readonly expected?: string;
  readonly setting?: RefusingSetting;
  readonly issuer?: string;
}

/** A decision on a verified caller. */
interface DecidedCaller {
  readonly decision: Decision;
  readonly caller: VerifiedCaller;
}

/** The verdict of a decision, or on a caller who is refused before a decision. */
export function verdictOf(answered: DecidedCaller | RefusedCaller): Verdict {
  return 'decision' in answered
    ? { ...decided(answered.decision), ...signInDifferenceOf(answered) }
    : unauthenticated(answered);
}

function signInDifferenceOf({ decision, caller }: DecidedCaller) {
  const difference = signInDifference(decision, caller);
  return difference === undefined ? {} : { ...difference, issuer: caller.trust.issuer.issuer };
}

function decided(decision: Decision): Verdict {
  const common = { kind: decision.kind, outcome: outcomeOf(decision) };
  switch (decision.kind) {
    case 'allow':
      return { ...common, openedBy: decision.openedBy };
    case 'challenge': {
      const { reason, acr, maxAge } = decision;
      return {
        ...common,
        reason,
        acr,
        ...(maxAge === undefined ? {} : { maxAge }),
        ...refusedGrant(decision),
      };
    }
    case 'grant_required':
      return { ...common, ...refusedGrant(decision) };
    case 'insufficient_scope':
      return { ...common, scopes: decision.scopes };
    case 'deny':
      return { ...common, reason: decision.reason };
  }
}

function refusedGrant({ grantRefusal }: { readonly grantRefusal: string | undefined }) {
  return grantRefusal === undefined ? {} : { grantRefusal };
}

function unauthenticated(caller: RefusedCaller): Verdict {
  const common = { kind: 'unauthenticated', outcome: 'unauthenticated' } as const;
  switch (caller.kind) {
    case 'none':
      return { ...common, reason: 'no_credential' };
    case 'malformed':
      return { ...common, reason: 'malformed_credential', detail: caller.description };
    case 'refused': {
      const { code: reason, ...refusal } = caller.refusal;
      return { ...common, reason, ...refusal };
    }
  }
}
