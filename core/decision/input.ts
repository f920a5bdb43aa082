/** Everything a decision is made from: who asks, for what, under which requirement and risk, and when. */
import type { AcrVocabulary } from '../policy/acr.ts';
import type { Authentication } from '../token/authentication.ts';
import type { RequestInputs } from '../condition/inputs.ts';
import type { Requirement } from '../policy/requirement.ts';
import type { Revocation, Risk } from '../condition/risk.ts';
import { applyRules } from '../policy/rules.ts';
import type { FiredRule, RuledRequirement } from '../policy/rules.ts';

/** The API that is called: grants do not travel between APIs or stages. */
export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
}

export interface DecisionInput {
  readonly authentication: Authentication;
  readonly requirement: Requirement;
  /** What a grant has to be for: the route (`POST /payments`), or its group (`GROUP payments`). */
  readonly target: string;
  /** The values of the template's parameters, as a query in its one spelling (core/answer/bound-parameters.ts). */
  readonly boundParameters: string;
  readonly api: ApiStage;
  readonly risk: Revocation;
  /** Our acr words that the issuer of the token can vouch for. */
  readonly reachableAcr: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** A input before its requirement is known, which the facts themselves may raise. */
export interface UnruledDecisionInput extends Omit<DecisionInput, 'requirement'> {
  /** None at the exchange. */
  readonly request: RequestInputs | undefined;
  readonly risk: Risk;
  readonly vocabulary: AcrVocabulary;
}

/** A input whose requirement the facts have raised, and the rules that counted. */
export interface RuledDecisionInput extends DecisionInput {
  readonly fired: readonly FiredRule[];
}

/** The input in these circumstances, under what is demanded. */
export function decisionInputUnder(
  demands: RuledRequirement,
  { request, vocabulary, ...rest }: UnruledDecisionInput,
): RuledDecisionInput {
  const { authentication, risk, now } = rest;
  const facts = { claims: authentication.claims, request, risk, now };
  return { ...rest, ...applyRules(demands, facts, vocabulary) };
}
