/** From a request to a decision: reads what the decision needs, in the order that needs least, and no more. */
import type { GrantCredential } from './core/credential.ts';
import { challengeSpent, decide } from './core/decide.ts';
import type { Decision, PresentedGrant } from './core/decide.ts';
import { asksForStepUp } from './core/requirement.ts';
import type { RequirementLookup } from './core/requirement.ts';
import type { ApiStage, Situation } from './core/situation.ts';
import { NO_RISK } from './core/sufficiency.ts';
import type { Verification } from './adapters/token-verifier.ts';
import type { Services } from './services.ts';

type Verified = Extract<Verification, { ok: true }>;
type Found = Extract<RequirementLookup, { kind: 'found' }>;

/** What a decision about this token and this requirement is made from. Reads the risk if step-up is asked for. */
export async function situationOf(
  services: Services,
  { authentication, trust }: Verified,
  { requirement, target }: Found,
  api: ApiStage,
  signal: AbortSignal,
): Promise<Situation> {
  const risk = asksForStepUp(requirement) ? await services.risks.riskOf(authentication, signal) : NO_RISK;
  return {
    authentication,
    requirement,
    target,
    api,
    risk,
    reachableAcr: trust.words.reachable,
    now: services.now(),
  };
}

/**
 * Judges a request. The grant is looked up only when the token alone does not open the route, and a
 * once-only grant is spent only after everything else has said yes.
 */
export async function judge(
  services: Services,
  verified: Verified,
  lookup: RequirementLookup,
  grant: GrantCredential,
  api: ApiStage,
  signal: AbortSignal,
): Promise<Decision> {
  if (lookup.kind === 'missing') return { kind: 'deny', reason: 'policy_missing' };
  if (lookup.kind === 'invalid') return { kind: 'deny', reason: 'policy_invalid' };
  const situation = await situationOf(services, verified, lookup, api, signal);
  const byToken = decide(situation, { kind: 'none' });
  if (grant.kind === 'none' || !wouldHelp(byToken)) return byToken;

  const decision = decide(situation, await present(services, grant, signal));
  if (decision.kind !== 'allow' || decision.use === undefined) return decision;
  return (await services.grants.use(decision.use, signal)) ? decision : challengeSpent(situation);
}

function wouldHelp(decision: Decision): boolean {
  return decision.kind === 'challenge' || decision.kind === 'grant_required';
}

async function present(
  services: Services,
  grant: Exclude<GrantCredential, { kind: 'none' }>,
  signal: AbortSignal,
): Promise<PresentedGrant> {
  if (grant.kind === 'malformed') return { kind: 'unknown' };
  const found = await services.grants.find(grant.value, signal);
  return found === undefined ? { kind: 'unknown' } : { kind: 'found', grant: found };
}
