/**
 * The reference: what each call and exchange must get, written from docs/policy.md and docs/security.md. The reference shares
 * no code with the product, and is slow and plain on purpose.
 */
import { askedBy, askedOf, asksForStepUp, isImpossible, policyOf } from './policy.ts';
import type { Asked, Policy, Situation, Use } from './policy.ts';
import type { Risk, SignIn } from './rules.ts';

/** A grant as the exchange gave it. `bound` is the id for which it was asked. */
export interface Grant {
  readonly user: string;
  readonly client: string;
  readonly signIn: SignIn;
  readonly target: string;
  readonly bound: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export interface Token {
  readonly user: string;
  readonly client: string;
  readonly signIn: SignIn;
  readonly scopes: readonly string[];
  readonly expiresAt: number;
}

/** A route, by the method and template of its resource, and the value of its parameter, if it has one. */
export interface Called {
  readonly route: string;
  readonly id: string | undefined;
}

export type Outcome =
  | { readonly kind: 'opened'; readonly by: 'token' | 'grant'; readonly acr: string; readonly use?: Use }
  | { readonly kind: 'challenge'; readonly acr: readonly string[]; readonly maxAge: number | undefined }
  | { readonly kind: 'grant_required' }
  | { readonly kind: 'scope'; readonly scopes: readonly string[] }
  | { readonly kind: 'denied' }
  | { readonly kind: 'invalid_token' };

const DENIED: Outcome = { kind: 'denied' };

function lacks(signIn: SignIn, { acr, maxAge }: Asked, { revokedBefore }: Risk, now: number): boolean {
  const { at } = signIn;
  if (revokedBefore !== undefined && (at === undefined || at < revokedBefore)) return true;
  if (acr !== undefined && (signIn.acr === undefined || !acr.includes(signIn.acr))) return true;
  return maxAge !== undefined && (at === undefined || now - at > maxAge);
}

function challengeFor({ acr = [], maxAge }: Asked, { revokedBefore }: Risk, now: number): Outcome {
  const ages = [maxAge, revokedBefore === undefined ? undefined : now - revokedBefore].filter(
    (age) => age !== undefined,
  );
  return { kind: 'challenge', acr, maxAge: ages.length === 0 ? undefined : Math.max(0, Math.min(...ages)) };
}

function forbidden(asked: Asked, { scopes }: Token): Outcome | undefined {
  if (asked.closed || isImpossible(asked)) return DENIED;
  return asked.scopes.every((scope) => scopes.includes(scope))
    ? undefined
    : { kind: 'scope', scopes: asked.scopes };
}

function byToken(policy: Policy, token: Token, called: Called, { risk, now }: Situation): Outcome {
  const { signIn } = token;
  const asked = askedOf(policy, { signIn, risk, now, ...partsOf(called) }, false);
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const opened: Outcome = { kind: 'opened', by: 'token', acr: signIn.acr ?? '' };
  if (!asksForStepUp(asked)) return opened;
  if (asked.required && now < asked.notBefore) return DENIED;
  if (lacks(signIn, asked, risk, now)) return challengeFor(asked, risk, now);
  return asked.required ? { kind: 'grant_required' } : opened;
}

const partsOf = ({ route, id }: Called) => {
  const [method = '', path = ''] = route.split(' ');
  return { method, path, id };
};

/** What a call gets. The grant is undefined where none, or an unknown one, is sent. */
export function callOutcome(
  token: Token,
  grant: Grant | undefined,
  called: Called,
  situation: Situation,
): Outcome {
  const { now, risk } = situation;
  if (token.expiresAt <= now - CLOCK_SKEW) return { kind: 'invalid_token' };
  const policy = policyOf(called.route, situation);
  if (policy === undefined) return DENIED;
  const own = byToken(policy, token, called, situation);
  const base = askedBy(policy.base, policy.closed);
  if (own.kind === 'opened' || grant === undefined || base.closed) return own;
  const asked = askedOf(policy, { signIn: grant.signIn, risk, now, ...partsOf(called) }, false);
  if (!isGood(grant, token, policy, called, asked, situation)) return own;
  const refusal = forbidden(asked, token);
  if (refusal !== undefined) return refusal;
  const use = useOf(asked, grant, policy);
  if (use !== undefined && situation.isSpent(use))
    return { kind: 'challenge', acr: asked.acr ?? [], maxAge: 0 };
  const opened = { kind: 'opened', by: 'grant', acr: grant.signIn.acr ?? '' } as const;
  return use === undefined ? opened : { ...opened, use };
}

/** Leeway for `exp`, in seconds. */
const CLOCK_SKEW = 5;

function isGood(
  grant: Grant,
  token: Token,
  policy: Policy,
  { id }: Called,
  asked: Asked,
  { now, risk }: Situation,
): boolean {
  const isTheirs = grant.user === token.user && grant.client === token.client;
  const isForPath = (grant.bound === undefined && !asked.path) || grant.bound === id;
  const isAlive =
    now < grant.expiresAt && now <= grant.issuedAt + asked.ttl && grant.issuedAt >= asked.notBefore;
  return (
    isTheirs &&
    grant.target === policy.target &&
    isForPath &&
    isAlive &&
    !lacks(grant.signIn, asked, risk, now)
  );
}

function useOf(
  { once }: Asked,
  { user, client, signIn: { at } }: Pick<Grant, 'user' | 'client' | 'signIn'>,
  policy: Policy,
): Use | undefined {
  return once && at !== undefined ? { user, client, at, places: [policy.item, policy.target] } : undefined;
}

export type ExchangeOutcome =
  | { readonly kind: 'grant'; readonly grant: Grant }
  | { readonly kind: 'error'; readonly error: string; readonly maxAge?: number };

const failed = (error: string): ExchangeOutcome => ({ kind: 'error', error });

/** What an exchange gives. `called.id` is undefined where the caller names no path. */
export function exchangeOutcome(token: Token, called: Called, situation: Situation): ExchangeOutcome {
  const { now, risk } = situation;
  const { signIn, user, client } = token;
  if (token.expiresAt <= now - CLOCK_SKEW) return failed('invalid_request');
  const policy = policyOf(called.route, situation);
  const mayAsk =
    policy !== undefined &&
    [askedBy(policy.base, false), ...policy.rules.map((rule) => askedBy([rule], false))].some(asksForStepUp);
  if (policy === undefined || !mayAsk) return failed('invalid_target');
  const asked = askedOf(policy, { signIn, risk, now, method: '', path: '', id: undefined }, true);
  if (asked.path && called.route.includes('{') && called.id === undefined) return failed('invalid_target');
  const refusal = forbidden(asked, token);
  if (refusal?.kind === 'denied' || now < asked.notBefore) return failed('invalid_target');
  if (refusal !== undefined) return failed('insufficient_scope');
  if (asksForStepUp({ ...asked, required: false }) && lacks(signIn, asked, risk, now + 1)) {
    const challenge = challengeFor(asked, risk, now + 1);
    const maxAge = challenge.kind === 'challenge' ? challenge.maxAge : undefined;
    return {
      kind: 'error',
      error: 'insufficient_user_authentication',
      ...(maxAge === undefined ? {} : { maxAge }),
    };
  }
  const use = useOf(asked, { user, client, signIn }, policy);
  if (use !== undefined && situation.isSpent(use))
    return { kind: 'error', error: 'insufficient_user_authentication', maxAge: 0 };
  const ends = [now + asked.ttl, token.expiresAt];
  if (asked.maxAge !== undefined && signIn.at !== undefined) ends.push(signIn.at + asked.maxAge);
  const expiresAt = Math.min(...ends);
  if (expiresAt <= now) return failed('invalid_request');
  const { target } = policy;
  return {
    kind: 'grant',
    grant: { user, client, signIn, target, bound: called.id, issuedAt: now, expiresAt },
  };
}
