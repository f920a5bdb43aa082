/** Fetches the decision input for a request and the demands of its policy. */
import { NO_RISK } from '../../core/condition/risk.ts';
import type { RequestInputs } from '../../core/condition/inputs.ts';
import type { ApiStage, DecisionInput } from '../../core/decision/input.ts';
import { needsRisk } from '../../core/policy/rules.ts';
import type { RuledRequirement } from '../../core/policy/rules.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import type { Authentication } from '../../core/token/authentication.ts';
import type { FoundPolicy } from '../../core/policy/route-policy.ts';
import type { RiskFetcher } from './fetchers.ts';

/** What grants for a route are bound to, and what their use spends. */
export type PolicyTarget = Pick<FoundPolicy, 'target' | 'spends'>;

/** The caller and the route that it asks for. */
export interface AccessRequest {
  readonly authentication: Authentication;
  /** The trust in the issuer of the token. */
  readonly trust: IssuerTrust;
  readonly api: ApiStage;
  /** The values of the template's parameters (core/answer/bound-parameters.ts); undefined where they cannot be told. */
  readonly boundParameters: string | undefined;
  /** Undefined at the exchange. Called only where a rule reads the request. */
  readonly request: (() => RequestInputs) | undefined;
}

/** The decision input. The risk is read only if step-up may be asked for, or if a rule reads it. */
export async function fetchDecisionInput(
  fetchers: RiskFetcher,
  { authentication, trust, api, boundParameters, request }: AccessRequest,
  { target, spends }: PolicyTarget,
  demands: RuledRequirement,
  signal: AbortSignal,
): Promise<DecisionInput> {
  const risk = needsRisk(demands) ? await fetchers.riskOf(authentication, signal) : NO_RISK;
  return {
    authentication,
    trust,
    demands,
    vocabulary: fetchers.vocabulary,
    target,
    spends,
    boundParameters,
    api,
    request: demands.rules.some(({ when }) => when.readsRequest) ? request?.() : undefined,
    risk,
    now: fetchers.now(),
  };
}
