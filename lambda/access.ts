/** From a request to a decision: reads what the decision needs, in the order that needs least, and no more. */
import type { GrantCredential } from '../core/token/credential.ts';
import { challengeSpent, decide } from '../core/decision/decide.ts';
import type { Decision, PresentedGrant } from '../core/decision/decide.ts';
import type { RequestInputs } from '../core/condition/inputs.ts';
import { mostTelling, outcomeOf } from '../core/decision/observation.ts';
import type { Observation } from '../core/decision/observation.ts';
import { NO_RISK } from '../core/condition/risk.ts';
import { versionsAt } from '../core/policy/versions.ts';
import type { FoundPolicy, PolicyLookup } from '../core/policy/route-policy.ts';
import type { PolicyVersion } from '../core/policy/versions.ts';
import { needsRisk } from '../core/policy/rules.ts';
import type { RuledRequirement } from '../core/policy/rules.ts';
import { decisionInputUnder } from '../core/decision/input.ts';
import type { ApiStage, RuledDecisionInput, DecisionInput } from '../core/decision/input.ts';
import type { VerifiedToken } from '../adapters/tokens/token-verifier.ts';
import type { Services } from './services.ts';

/** Who asks, and for what. */
export interface AccessRequest {
  readonly verified: VerifiedToken;
  readonly api: ApiStage;
  /** The values of the template's parameters (core/answer/bound-parameters.ts). */
  readonly boundParameters: string;
  /** None at the exchange. Made only where a rule reads it. */
  readonly request: (() => RequestInputs) | undefined;
}

/** `input` is none for a route without a usable policy. */
export interface AccessOutcome {
  readonly decision: Decision;
  readonly input: RuledDecisionInput | undefined;
  /** What an announced change would have made of it. */
  readonly observation: Observation | undefined;
}

/** For all announced changes of a route together, in milliseconds: the request has other things to wait for. */
const OBSERVATION_TIMEOUT = 300;

/** The grant beside the token, read at most once, and only when something asks for it: within the time of who asks first. */
type Present = (signal: AbortSignal) => Promise<PresentedGrant>;

/** What a decision under these demands is made from. Reads the risk if step-up may be asked for, or a rule needs it. */
export async function decisionInputOf(
  services: Services,
  { verified, api, boundParameters, request }: AccessRequest,
  target: string,
  demands: RuledRequirement,
  signal: AbortSignal,
): Promise<RuledDecisionInput> {
  const { authentication, trust } = verified;
  const risk = needsRisk(demands) ? await services.risks.riskOf(authentication, signal) : NO_RISK;
  return decisionInputUnder(demands, {
    authentication,
    target,
    boundParameters,
    api,
    request: demands.rules.some(({ when }) => when.readsRequest) ? request?.() : undefined,
    risk,
    reachableAcr: trust.words.reachable,
    vocabulary: services.trust.acr,
    now: services.now(),
  });
}

/**
 * Judges a request. The grant is looked up only when the token alone does not open the route, and a
 * once-only grant is spent only after everything else has said yes.
 */
export async function decideAccess(
  services: Services,
  asked: AccessRequest,
  lookup: PolicyLookup,
  grant: GrantCredential,
  signal: AbortSignal,
): Promise<AccessOutcome> {
  if (lookup.kind !== 'found') {
    const reason = lookup.kind === 'missing' ? 'policy_missing' : 'policy_invalid';
    return { decision: { kind: 'deny', reason }, input: undefined, observation: undefined };
  }
  const { current, announced } = versionsAt(lookup.versions, services.now());
  const present = presenter(services, grant);
  const input = await decisionInputOf(services, asked, lookup.target, current.demands, signal);
  const unspent = await decideWith(input, present, grant, signal);
  // Before the grant is spent, after which nothing may keep the request from passing.
  const observations = await observe(services, asked, lookup, announced, { present, grant }, signal);
  const decision = await spend(services, input, unspent, signal);
  return { decision, input, observation: mostTelling(observations, outcomeOf(decision)) };
}

async function decideWith(
  input: DecisionInput,
  present: Present,
  grant: GrantCredential,
  signal: AbortSignal,
): Promise<Decision> {
  const byToken = decide(input, { kind: 'none' });
  const helps = byToken.kind === 'challenge' || byToken.kind === 'grant_required';
  return grant.kind !== 'none' && helps ? decide(input, await present(signal)) : byToken;
}

async function spend(
  services: Services,
  input: DecisionInput,
  decision: Decision,
  signal: AbortSignal,
): Promise<Decision> {
  if (decision.kind !== 'allow' || decision.use === undefined) return decision;
  return (await services.grants.use(decision.use, signal)) ? decision : challengeSpent(input);
}

/** What each change to come would decide. Nothing is spent, and what cannot be read holds nothing up. */
async function observe(
  services: Services,
  asked: AccessRequest,
  { target }: FoundPolicy,
  announced: readonly PolicyVersion[],
  { present, grant }: { readonly present: Present; readonly grant: GrantCredential },
  signal: AbortSignal,
): Promise<Observation[]> {
  const observations: Observation[] = [];
  if (announced.length === 0) return observations;
  const within = AbortSignal.any([signal, AbortSignal.timeout(OBSERVATION_TIMEOUT)]);
  for (const { from, demands } of announced) {
    const effectiveAt = from === 'never' ? undefined : from;
    try {
      const input = await decisionInputOf(services, asked, target, demands, within);
      const outcome = outcomeOf(await decideWith(input, present, grant, within));
      observations.push({ outcome, effectiveAt });
    } catch {
      observations.push({ outcome: 'unknown', effectiveAt });
    }
  }
  return observations;
}

function presenter(services: Services, grant: GrantCredential): Present {
  let presented: Promise<PresentedGrant> | undefined;
  return (signal) => (presented ??= present(services, grant, signal));
}

async function present(
  services: Services,
  grant: GrantCredential,
  signal: AbortSignal,
): Promise<PresentedGrant> {
  switch (grant.kind) {
    case 'none':
      return { kind: 'none' };
    case 'malformed':
      return { kind: 'unknown' };
    case 'grant': {
      const found = await services.grants.find(grant.value, signal);
      return found === undefined ? { kind: 'unknown' } : { kind: 'found', grant: found };
    }
  }
}
