/** The decision input: the caller, the route, the requirement, the risk and the time. */
import type { AcrVocabulary } from '../policy/acr.ts';
import type { Authentication } from '../token/authentication.ts';
import type { RequestInputs } from '../condition/inputs.ts';
import type { Requirement } from '../policy/requirement.ts';
import type { Revocation, Risk } from '../condition/risk.ts';
import { applyRules } from '../policy/rules.ts';
import type { FiredRule, RuledRequirement } from '../policy/rules.ts';

/** The API and the stage that are called: a grant of one API or stage is not valid at another. */
export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
}

export interface DecisionInput {
  readonly authentication: Authentication;
  readonly requirement: Requirement;
  /** The target that a grant must have: the route (`POST /payments`), or its group (`GROUP payments`). */
  readonly target: string;
  /** The values of the template's parameters, written as a query (core/answer/bound-parameters.ts). */
  readonly boundParameters: string;
  readonly api: ApiStage;
  readonly risk: Revocation;
  /** Those of our acr words that the issuer of the token can give. */
  readonly reachableAcr: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}

/** An input before its requirement is known: rules may raise the requirement, and they read this input. */
export interface UnruledDecisionInput extends Omit<DecisionInput, 'requirement'> {
  /** Undefined at the exchange. */
  readonly request: RequestInputs | undefined;
  readonly risk: Risk;
  readonly vocabulary: AcrVocabulary;
}

/** An input with its requirement, and the rules that raised the requirement. */
export interface RuledDecisionInput extends DecisionInput {
  readonly fired: readonly FiredRule[];
}

/** The input with the requirement that the demands and their rules give. */
export function decisionInputUnder(
  demands: RuledRequirement,
  { request, vocabulary, ...rest }: UnruledDecisionInput,
): RuledDecisionInput {
  const { authentication, risk, now } = rest;
  const inputs = { claims: authentication.claims, request, risk, now };
  return { ...rest, ...applyRules(demands, inputs, vocabulary) };
}
