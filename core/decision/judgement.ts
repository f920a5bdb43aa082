/**
 * What is asked of one sign-in. A rule may read the sign-in, so each is asked for what its own rules add: the token's, and
 * the one behind a grant.
 */
import type { SignIn } from '../condition/sign-in.ts';
import type { Requirement } from '../policy/requirement.ts';
import { applyRules } from '../policy/rules.ts';
import type { FiredRule } from '../policy/rules.ts';
import { readSignIn, saidSignIn, withSignIn } from '../token/said-sign-in.ts';
import type { SaidSignIn } from '../token/said-sign-in.ts';
import type { DecisionInput } from './input.ts';

/** A sign-in, what is asked of it, and the rules that asked. */
export interface Judgement {
  readonly signIn: SignIn;
  readonly requirement: Requirement;
  readonly fired: readonly FiredRule[];
}

/** Judges the token's own sign-in. Where it shows none, rules read no claim about one either. */
export function judgeToken(input: DecisionInput): Judgement {
  const { signIn, claims, issuedFor } = input.authentication;
  const seen = issuedFor === 'person' ? claims : withSignIn(claims, saidSignIn({}, input.trust.issuer));
  return judge(input, signIn, seen);
}

/**
 * Judges the sign-in behind a grant: rules read its claims about the sign-in, and all others of the token. Undefined
 * where the issuer's sign-ins are read from other claims today than those that were kept.
 */
export function judgeGrant(input: DecisionInput, said: SaidSignIn): Judgement | undefined {
  const signIn = readSignIn(said, input.trust);
  return signIn && judge(input, signIn, withSignIn(input.authentication.claims, said));
}

/**
 * The bound parameters, if a grant for the route is for one path, or may be for the sign-in that a challenge asks for;
 * else empty.
 */
export function pathToBind({ demands, boundParameters }: DecisionInput, { requirement }: Judgement): string {
  const mayBind = demands.rules.some(({ when, adds }) => when.readsSignIn && adds.grant.boundToPath);
  return requirement.grant.boundToPath || mayBind ? (boundParameters ?? '') : '';
}

function judge(input: DecisionInput, signIn: SignIn, claims: Readonly<Record<string, unknown>>): Judgement {
  const { demands, request, risk, now, vocabulary } = input;
  return { signIn, ...applyRules(demands, { claims, signIn, request, risk, now }, vocabulary) };
}
