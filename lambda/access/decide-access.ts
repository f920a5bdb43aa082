/** From a request to a decision: fetches what the decision needs, in the order that needs least, and no more. */
import { challengeSpent, decide } from '../../core/decision/decide.ts';
import type { Decision, PresentedGrant } from '../../core/decision/decide.ts';
import type { DecisionInput, RuledDecisionInput } from '../../core/decision/input.ts';
import { mostTelling, outcomeOf } from '../../core/decision/observation.ts';
import type { Observation } from '../../core/decision/observation.ts';
import type { PolicyLookup } from '../../core/policy/route-policy.ts';
import { versionsAt } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { fetchDecisionInput } from './decision-input.ts';
import type { AccessRequest } from './decision-input.ts';
import type { Fetchers } from './fetchers.ts';

/** A request decided under one version of its policy. */
export interface DecidedVersion {
  readonly version: PolicyVersion;
  readonly input: RuledDecisionInput;
  readonly decision: Decision;
}

/** What an announced change would decide; `decided` is undefined where a part of it could not be fetched. */
export interface AnnouncedVersion {
  readonly version: PolicyVersion;
  readonly decided: DecidedVersion | undefined;
}

export interface Access {
  readonly decision: Decision;
  /** Under the version that holds. Undefined for a route without a usable policy. */
  readonly current: DecidedVersion | undefined;
  readonly announced: readonly AnnouncedVersion[];
  /** What an announced change would have made of the request. */
  readonly observation: Observation | undefined;
}

/** For all announced changes of a route together, in milliseconds: the request has other things to wait for. */
const OBSERVATION_TIMEOUT = 300;

/**
 * Decides a request. The grant is fetched only where the token alone does not open the route, and the use of a
 * once-only grant is recorded only after everything else has said yes.
 */
export async function decideAccess(
  fetchers: Fetchers,
  request: AccessRequest,
  lookup: PolicyLookup,
  signal: AbortSignal,
): Promise<Access> {
  if (lookup.kind !== 'found') {
    const reason = lookup.kind === 'missing' ? 'policy_missing' : 'policy_invalid';
    const decision: Decision = { kind: 'deny', reason };
    return { decision, current: undefined, announced: [], observation: undefined };
  }
  const once = { ...fetchers, presentedGrant: fetchedOnce(fetchers.presentedGrant) };
  const { current, announced } = versionsAt(lookup.versions, fetchers.now());
  const decided = await decideUnder(once, request, lookup.target, current, signal);
  // Before the use is recorded, after which nothing may keep the request from passing.
  const observed = await observe(once, request, lookup.target, announced, signal);
  const decision = await recordUse(fetchers, decided, signal);
  const observation = mostTelling(observed.map(observationOf), outcomeOf(decision));
  return { decision, current: decided, announced: observed, observation };
}

async function decideUnder(
  fetchers: Fetchers,
  request: AccessRequest,
  target: string,
  version: PolicyVersion,
  signal: AbortSignal,
): Promise<DecidedVersion> {
  const input = await fetchDecisionInput(fetchers, request, target, version.demands, signal);
  return { version, input, decision: await decideWith(fetchers, input, signal) };
}

async function decideWith(
  { presentedGrant }: Fetchers,
  input: DecisionInput,
  signal: AbortSignal,
): Promise<Decision> {
  const byToken = decide(input, { kind: 'none' });
  const helps = byToken.kind === 'challenge' || byToken.kind === 'grant_required';
  return presentedGrant !== undefined && helps ? decide(input, await presentedGrant(signal)) : byToken;
}

async function recordUse(
  fetchers: Fetchers,
  { input, decision }: DecidedVersion,
  signal: AbortSignal,
): Promise<Decision> {
  if (decision.kind !== 'allow' || decision.use === undefined) return decision;
  return (await fetchers.recordUse(decision.use, signal)) ? decision : challengeSpent(input);
}

/** What each change to come would decide. No use is recorded, and a part that cannot be fetched holds nothing up. */
async function observe(
  fetchers: Fetchers,
  request: AccessRequest,
  target: string,
  announced: readonly PolicyVersion[],
  signal: AbortSignal,
): Promise<AnnouncedVersion[]> {
  const observed: AnnouncedVersion[] = [];
  if (announced.length === 0) return observed;
  const within = AbortSignal.any([signal, AbortSignal.timeout(OBSERVATION_TIMEOUT)]);
  for (const version of announced) {
    const decided = await decideUnder(fetchers, request, target, version, within).catch(() => undefined);
    observed.push({ version, decided });
  }
  return observed;
}

function observationOf({ version: { from }, decided }: AnnouncedVersion): Observation {
  return {
    outcome: decided === undefined ? 'unknown' : outcomeOf(decided.decision),
    effectiveAt: from === 'never' ? undefined : from,
  };
}

/** Fetches at most once, within the time of the first who asks. */
function fetchedOnce(fetch: Fetchers['presentedGrant']): Fetchers['presentedGrant'] {
  if (fetch === undefined) return undefined;
  let fetched: Promise<PresentedGrant> | undefined;
  return (signal) => (fetched ??= fetch(signal));
}
