/**
 * What is asked of one sign-in. A rule may read the sign-in, so each is asked for what its own rules add: the token's, and
 * the one behind a grant.
 */
import type { SignIn } from '../condition/sign-in.ts';
import { meetsAcr } from '../policy/acr.ts';
import type { AcrVocabulary } from '../policy/acr.ts';
import { asksForStepUp, combine, isClosed } from '../policy/requirement.ts';
import type { Requirement } from '../policy/requirement.ts';
import { applyRules } from '../policy/rules.ts';
import type { FiredRule } from '../policy/rules.ts';
import { readSignIn, saidSignIn, withSignIn } from '../token/said-sign-in.ts';
import type { SaidSignIn } from '../token/said-sign-in.ts';
import type { DecisionInput } from './input.ts';
import { shortfall } from './shortfall.ts';

/**
 * A sign-in, what is asked of it, and the rules that asked. Of a sign-in with several words, `signIn` has the one that
 * counts, with the time of the methods that show it: never the word of one with the time of another.
 */
export interface Judgement {
  readonly signIn: SignIn;
  readonly requirement: Requirement;
  readonly fired: readonly FiredRule[];
}

/** Judges the token's own sign-in. Where it shows none, rules read no claim about one either. */
export function judgeToken(input: DecisionInput): Judgement {
  const { signIn, claims, issuedFor } = input.authentication;
  const { issuer } = input.trust;
  const seen = issuedFor === 'person' ? claims : withSignIn(claims, saidSignIn({}, issuer), issuer);
  return judge(input, signIn, seen);
}

/**
 * Judges the sign-in behind a grant: rules read its claims about the sign-in, and all others of the token. Undefined
 * where the issuer's sign-ins are read from other claims today than those that were kept.
 */
export function judgeGrant(input: DecisionInput, said: SaidSignIn): Judgement | undefined {
  const signIn = readSignIn(said, input.trust);
  return signIn && judge(input, signIn, withSignIn(input.authentication.claims, said, input.trust.issuer));
}

/**
 * The bound parameters, if a grant for the route is for one path, or may be for the sign-in that a challenge asks for;
 * else empty.
 */
export function pathToBind({ demands, boundParameters }: DecisionInput, { requirement }: Judgement): string {
  const mayBind = demands.rules.some(({ when, adds }) => when.readsSignIn && adds.grant.boundToPath);
  return requirement.grant.boundToPath || mayBind ? (boundParameters ?? '') : '';
}

type Claims = Readonly<Record<string, unknown>>;

/**
 * The strongest word counts. Where its time is what falls short, the next weaker word counts that is accepted and has a
 * time that is: it would be enough by itself. Rules can ask for more of either word, so then both ask.
 */
function judge(input: DecisionInput, signIn: SignIn, claims: Claims): Judgement {
  const strongest = ruled(input, signIn, claims);
  if (!isTimeMissed(input, strongest)) return strongest;
  for (const word of signIn.weaker ?? []) {
    const weaker = ruled(input, { ...word, amr: signIn.amr }, claims);
    const both = askedOfBoth(strongest, weaker, input.vocabulary);
    if (opensByWeaker(input, both)) return both;
  }
  return strongest;
}

function isTimeMissed(input: DecisionInput, judged: Judgement): boolean {
  const { signIn, requirement } = judged;
  const isAccepted = asksForStepUp(requirement) && meetsAcr(signIn.acr, requirement.acr);
  return isAccepted && !isMet(input, judged);
}

/**
 * Whether a weaker word opens what the strongest does not. The one use of a sign-in goes by its time: with several times
 * it would have several uses, so there only the strongest word counts.
 */
function opensByWeaker(input: DecisionInput, judged: Judgement): boolean {
  const { requirement } = judged;
  return !requirement.grant.once && !isClosed(requirement, input.now) && isMet(input, judged);
}

/** What is asked of the strongest word and of a weaker one together. */
function askedOfBoth(strongest: Judgement, weaker: Judgement, vocabulary: AcrVocabulary): Judgement {
  const further = weaker.fired.filter(({ rule }) => strongest.fired.every((one) => one.rule !== rule));
  return {
    signIn: weaker.signIn,
    requirement: combine(strongest.requirement, weaker.requirement, vocabulary),
    fired: [...strongest.fired, ...further],
  };
}

function isMet({ risk, now }: DecisionInput, { signIn, requirement }: Judgement): boolean {
  return shortfall(signIn, requirement, risk, now) === undefined;
}

function ruled(input: DecisionInput, signIn: SignIn, claims: Claims): Judgement {
  const { demands, request, risk, now, vocabulary } = input;
  return { signIn, ...applyRules(demands, { claims, signIn, request, risk, now }, vocabulary) };
}
