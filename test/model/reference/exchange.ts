/**
 * The reference: what each exchange must give, written from docs/client.md, docs/policy.md and docs/security.md. The
 * reference shares no code with the product, and is slow and plain on purpose.
 */
import { isShown, secondOf, theirWords } from './issuers.ts';
import { challengeFor, forbidden, isInvalid, lacks, meaning, seenOfToken, useOf } from './outcomes.ts';
import type { Called, Grant, Outcome, Token } from './outcomes.ts';
import { askedBy, askedOf, asksForStepUp, policyOf } from './policy.ts';
import type { Situation } from './policy.ts';

export type ExchangeOutcome =
  | { readonly kind: 'grant'; readonly grant: Grant }
  | {
      readonly kind: 'error';
      readonly error: string;
      /** In the words of the token's issuer. */
      readonly acr?: readonly string[];
      readonly maxAge?: number | undefined;
      readonly scopes?: readonly string[];
    }
  | { readonly kind: 'fault' };

export const failed = (error: string): ExchangeOutcome => ({ kind: 'error', error });

/** An authentication that falls short; what no sign-in can meet is a resource for which there are no grants. */
function asked(challenge: Outcome): ExchangeOutcome {
  if (challenge.kind !== 'challenge') return failed('invalid_target');
  const { acr, maxAge } = challenge;
  return { kind: 'error', error: 'insufficient_user_authentication', acr, maxAge };
}

/** What an exchange gives. `called.id` is undefined where the caller names no path. */
export function exchangeOutcome(token: Token, called: Called, situation: Situation): ExchangeOutcome {
  const { now, risk } = situation;
  const { issuer, user, client, said } = token;
  if (isInvalid(token, now)) return failed('invalid_request');
  const policy = policyOf(called.route, situation);
  const mayAsk =
    policy !== undefined &&
    [askedBy(policy.base, false), ...policy.rules.map((rule) => askedBy([rule], false))].some(asksForStepUp);
  if (policy === undefined || !mayAsk) return failed('invalid_target');
  const seen = seenOfToken(token, called, situation);
  const needs = askedOf(policy, seen, true);
  if (needs.path && called.route.includes('{') && called.id === undefined) return failed('invalid_target');
  const refusal = forbidden(needs, token);
  if (refusal?.kind === 'denied' || now < needs.notBefore) return failed('invalid_target');
  if (refusal?.kind === 'scope')
    return { kind: 'error', error: 'insufficient_scope', scopes: refusal.scopes };
  if (!isShown(situation.writing, said)) return failed('invalid_target');
  const means = meaning(token, situation);
  if (asksForStepUp({ ...needs, required: false }) && lacks(seen.signIn, needs, risk, now + 1))
    return asked(challengeFor(needs, means, risk, now + 1));
  const use = useOf(needs, token, policy);
  if (use !== undefined && situation.isSpent(use))
    return asked({ kind: 'challenge', acr: theirWords(needs.acr ?? [], means), maxAge: 0 });
  const ends = [now + needs.ttl, secondOf(token.expiresAt)];
  if (needs.maxAge !== undefined && said.at !== undefined) ends.push(secondOf(said.at) + needs.maxAge);
  const expiresAt = Math.min(...ends);
  if (expiresAt <= now) return failed('invalid_request');
  const bound = called.id;
  const { claim } = means;
  const { target } = policy;
  return {
    kind: 'grant',
    grant: { issuer, user, client, said, claim, target, bound, issuedAt: now, expiresAt },
  };
}
