/** What the authorizer would decide on a request, and why: the same decision, with all its steps. */
import { boundParametersOf } from '../../core/answer/bound-parameters.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import type { ApiStage } from '../../core/decision/input.ts';
import { decideAccess } from '../../lambda/access/decide-access.ts';
import type { Access, DecidedVersion } from '../../lambda/access/decide-access.ts';
import type { Fetchers } from '../../lambda/access/fetchers.ts';
import type { VerifiedCaller } from './caller.ts';
import { checksOf } from './checks.ts';
import type { ExplainInput } from './explain-input.ts';
import type { Explanation, UpcomingChange } from './explanation.ts';
import { readPolicy } from './policy-reading.ts';
import type { PolicyReading } from './policy-reading.ts';
import { responseTo } from './response.ts';
import { ruleVerdicts } from './rule-verdicts.ts';
import { verdictOf } from './verdict.ts';

/** Milliseconds that the decision may take. Only the use of a grant is read from a table. */
const PATIENCE = 10_000;

/** Explains one request. Rejects where `isSpent` of the input rejects. */
export async function explain(input: ExplainInput): Promise<Explanation> {
  const { request, template, caller, now } = input;
  const policy = readPolicy(input.items, request.method, template, input.trust.acr);
  const common = { request, template, now, policy };
  if (caller.kind !== 'verified') {
    const nothing = { version: undefined, rules: [], checks: [], upcoming: [], observation: undefined };
    return { ...common, ...nothing, decision: verdictOf(caller), response: responseTo(input, caller) };
  }
  const { decision, current, announced, observation } = await accessOf(input, caller, policy);
  const response = responseTo(input, { ...caller, decision, current, observation });
  return {
    ...common,
    version: current === undefined ? undefined : { from: effectiveAt(current) ?? 0 },
    ...(current === undefined ? { rules: [], checks: [] } : stepsOf(input, policy, current)),
    decision: verdictOf({ decision, caller }),
    response,
    upcoming: announced.flatMap(({ decided }) =>
      decided === undefined ? [] : [upcomingChange(input, caller, policy, decided)],
    ),
    observation,
  };
}

function accessOf(input: ExplainInput, caller: VerifiedCaller, { lookup }: PolicyReading): Promise<Access> {
  const { authentication, trust } = caller;
  const asked = {
    ...{ authentication, trust },
    api: input.api ?? apiOf(input.grant),
    boundParameters: input.request.parameters && boundParametersOf(input.template, input.request.parameters),
    request: () => input.request,
  };
  return decideAccess(fetchersOf(input), asked, lookup, AbortSignal.timeout(PATIENCE));
}

/** Returns the values of the explain input. Nothing is written. */
function fetchersOf({ trust, risk, grant, isSpent, now }: ExplainInput): Fetchers {
  return {
    vocabulary: trust.acr,
    now: () => now,
    riskOf: () => Promise.resolve(risk),
    presentedGrant: grant.kind === 'none' ? undefined : () => Promise.resolve(grant),
    recordUse: async (use) => !(await isSpent(use)),
  };
}

function stepsOf({ grant }: ExplainInput, policy: PolicyReading, { version, input, judged }: DecidedVersion) {
  return {
    rules: ruleVerdicts(version.demands, judged.fired, policy, version.from),
    checks: checksOf(input, grant),
  };
}

function upcomingChange(
  input: ExplainInput,
  caller: VerifiedCaller,
  policy: PolicyReading,
  decided: DecidedVersion,
): UpcomingChange {
  return {
    effectiveAt: effectiveAt(decided),
    decision: verdictOf({ decision: decided.decision, caller }),
    ...stepsOf(input, policy, decided),
  };
}

function effectiveAt({ version: { from } }: DecidedVersion): number | undefined {
  return from === 'never' ? undefined : from;
}

function apiOf(grant: PresentedGrant): ApiStage {
  return grant.kind === 'found' ? grant.grant : { apiId: '', stage: '' };
}
