/** What the authorizer would make of a request, and why: the same core, with every step of it laid open. */
import { challengeSpent, decide } from '../../core/decision/decide.ts';
import type { Decision, PresentedGrant } from '../../core/decision/decide.ts';
import { mostTelling, outcomeOf } from '../../core/decision/observation.ts';
import type { Observation } from '../../core/decision/observation.ts';
import { boundParametersOf } from '../../core/answer/bound-parameters.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { versionsAt } from '../../core/policy/versions.ts';
import type { FoundPolicy } from '../../core/policy/route-policy.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { needsRisk } from '../../core/policy/rules.ts';
import { decisionInputUnder } from '../../core/decision/input.ts';
import type { ApiStage, DecisionInput } from '../../core/decision/input.ts';
import type { VerifiedCaller } from './caller.ts';
import { checksOf } from './checks.ts';
import type { ExplainInput } from './explain-input.ts';
import { readPolicy } from './policy-reading.ts';
import type { PolicyReading } from './policy-reading.ts';
import { responseTo } from './response.ts';
import type { Explanation, Judged, UpcomingChange } from './explanation.ts';
import { ruleVerdicts } from './rule-verdicts.ts';
import { verdictOf } from './verdict.ts';

/** Explains one request. Pure: everything that is known of the world is in its input. */
export function explain(input: ExplainInput): Explanation {
  const { request, template, caller, now } = input;
  const policy = readPolicy(input.items, request.method, template, input.trust.acr);
  const common = { request, template, now, policy };
  if (caller.kind !== 'verified') {
    return { ...common, ...NOTHING_JUDGED, decision: verdictOf(caller), response: responseTo(input, caller) };
  }
  if (policy.lookup.kind !== 'found') {
    const reason = policy.lookup.kind === 'missing' ? 'policy_missing' : 'policy_invalid';
    const decision: Decision = { kind: 'deny', reason };
    const response = responseTo(input, { ...caller, decision });
    return { ...common, ...NOTHING_JUDGED, decision: verdictOf({ decision }), response };
  }
  return { ...common, ...explainFound(input, caller, policy, policy.lookup) };
}

const NOTHING_JUDGED = { version: undefined, rules: [], checks: [], upcoming: [], observation: undefined };

function explainFound(
  input: ExplainInput,
  caller: VerifiedCaller,
  policy: PolicyReading,
  lookup: FoundPolicy,
): Omit<Explanation, 'request' | 'template' | 'now' | 'policy'> {
  const { current, announced } = versionsAt(lookup.versions, input.now);
  const today = judgeVersion(input, caller, policy, lookup, current);
  const decision = spent(today, input);
  const upcoming = announced.map((version): UpcomingChange => {
    const judged = judgeVersion(input, caller, policy, lookup, version);
    const { rules, checks } = judged;
    return { effectiveAt: effectiveAt(version), decision: verdictOf(judged), rules, checks };
  });
  // As the authorizer tells it: before the use is recorded, of which a change to come knows nothing.
  const observations = upcoming.map((change): Observation => {
    const { outcome } = change.decision;
    return { outcome: outcome === 'unauthenticated' ? 'unknown' : outcome, effectiveAt: change.effectiveAt };
  });
  const observation = mostTelling(observations, outcomeOf(decision));
  return {
    version: { from: current.from === 'never' ? 0 : current.from },
    rules: today.rules,
    checks: today.checks,
    decision: verdictOf({ decision }),
    response: responseTo(input, { ...caller, decision, input: today.input, observation }),
    upcoming,
    observation,
  };
}

function judgeVersion(
  input: ExplainInput,
  { authentication, trust }: VerifiedCaller,
  policy: PolicyReading,
  { target }: FoundPolicy,
  { from, demands }: PolicyVersion,
): Judged {
  const decisionInput = decisionInputUnder(demands, {
    authentication,
    target,
    boundParameters: boundParametersOf(input.template, input.request.parameters),
    api: input.api ?? apiOf(input.grant),
    request: input.request,
    risk: needsRisk(demands) ? input.risk : NO_RISK,
    reachableAcr: trust.words.reachable,
    vocabulary: input.trust.acr,
    now: input.now,
  });
  return {
    input: decisionInput,
    decision: decideAs(decisionInput, input.grant),
    rules: ruleVerdicts(demands, decisionInput.fired, policy, from),
    checks: checksOf(decisionInput, input.grant),
  };
}

/** Like the authorizer, which looks at the grant only when it could help. */
function decideAs(decisionInput: DecisionInput, grant: PresentedGrant): Decision {
  const byToken = decide(decisionInput, { kind: 'none' });
  return byToken.kind === 'challenge' || byToken.kind === 'grant_required'
    ? decide(decisionInput, grant)
    : byToken;
}

function spent({ decision, input: decisionInput }: Judged, { isSpent }: ExplainInput): Decision {
  const use = decision.kind === 'allow' ? decision.use : undefined;
  return use !== undefined && isSpent(use) ? challengeSpent(decisionInput) : decision;
}

function apiOf(grant: PresentedGrant): ApiStage {
  return grant.kind === 'found' ? grant.grant : { apiId: '', stage: '' };
}

function effectiveAt({ from }: PolicyVersion): number | undefined {
  return from === 'never' ? undefined : from;
}
