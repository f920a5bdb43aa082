/** Decides a request: fetches only what the decision needs, and in the order that needs the fewest reads. */
import { challengeSpent } from '../../core/decision/challenge.ts';
import { decideByToken, decideWithGrant, grantMayHelp } from '../../core/decision/decide.ts';
import type { Decided, Decision, PresentedGrant } from '../../core/decision/decide.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { mostTelling, outcomeOf } from '../../core/decision/observation.ts';
import type { Observation } from '../../core/decision/observation.ts';
import type { PolicyLookup } from '../../core/policy/route-policy.ts';
import { versionsAt } from '../../core/policy/versions.ts';
import type { PolicyVersion } from '../../core/policy/versions.ts';
import { fetchDecisionInput } from './decision-input.ts';
import type { AccessRequest, PolicyTarget } from './decision-input.ts';
import type { Fetchers } from './fetchers.ts';

/** A request decided under one version of its policy. */
export interface DecidedVersion extends Decided {
  readonly version: PolicyVersion;
  readonly input: DecisionInput;
}

/** What an announced change would decide; `decided` is undefined where a part of it could not be fetched. */
export interface AnnouncedVersion {
  readonly version: PolicyVersion;
  readonly decided: DecidedVersion | undefined;
}

export interface Access {
  readonly decision: Decision;
  /** Under the version in force; undefined for a route without a usable policy. */
  readonly current: DecidedVersion | undefined;
  readonly announced: readonly AnnouncedVersion[];
  /** What an announced change would have decided; undefined where no change is announced. */
  readonly observation: Observation | undefined;
}

/** The time limit for all announced changes of a route together, in milliseconds: the request waits for them. */
const OBSERVATION_TIMEOUT = 300;

/**
 * Decides a request. The grant is fetched only if the token alone does not open the route. The use of a once-only grant
 * is recorded last, only if everything else allows the request.
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
  const decided = await decideUnder(once, request, lookup, current, signal);
  // Before the use is recorded: after that, no failure may refuse the request.
  const observed = await observe(once, request, lookup, announced, signal);
  const decision = await recordUse(fetchers, decided, signal);
  const observation = mostTelling(observed.map(observationOf), outcomeOf(decision));
  return { decision, current: decided, announced: observed, observation };
}

async function decideUnder(
  fetchers: Fetchers,
  request: AccessRequest,
  target: PolicyTarget,
  version: PolicyVersion,
  signal: AbortSignal,
): Promise<DecidedVersion> {
  const input = await fetchDecisionInput(fetchers, request, target, version.demands, signal);
  return { version, input, ...(await decideWith(fetchers, input, signal)) };
}

async function decideWith(
  { presentedGrant }: Fetchers,
  input: DecisionInput,
  signal: AbortSignal,
): Promise<Decided> {
  const byToken = decideByToken(input);
  return presentedGrant !== undefined && grantMayHelp(input, byToken)
    ? decideWithGrant(input, byToken, await presentedGrant(signal))
    : byToken;
}

async function recordUse(
  fetchers: Fetchers,
  { input, judged, decision }: DecidedVersion,
  signal: AbortSignal,
): Promise<Decision> {
  if (decision.kind !== 'allow' || decision.use === undefined) return decision;
  return (await fetchers.recordUse(decision.use, signal))
    ? decision
    : challengeSpent(input, judged.requirement);
}

/** What each announced change would decide. No use is recorded. A change whose data cannot be fetched is left undecided. */
async function observe(
  fetchers: Fetchers,
  request: AccessRequest,
  target: PolicyTarget,
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

/** Fetches at most once, with the signal of the first call. */
function fetchedOnce(fetch: Fetchers['presentedGrant']): Fetchers['presentedGrant'] {
  if (fetch === undefined) return undefined;
  let fetched: Promise<PresentedGrant> | undefined;
  return (signal) => (fetched ??= fetch(signal));
}
