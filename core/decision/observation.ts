/** What an announced or only observed policy change would decide on a request that is now decided without it. */
import type { Decision } from './decide.ts';

/** `unknown`: data that the outcome depends on could not be read. The request does not wait for it. */
export type ObservedOutcome = 'allow' | 'challenge' | 'deny' | 'unknown';

export interface Observation {
  readonly outcome: ObservedOutcome;
  /** When the change takes effect, in seconds since 1970; undefined for a change that is only observed. */
  readonly effectiveAt: number | undefined;
}

/** A decision as one of three outcomes: the request passes, the user has to do something, or the request is denied. */
export function outcomeOf(decision: Decision): Exclude<ObservedOutcome, 'unknown'> {
  switch (decision.kind) {
    case 'allow':
      return 'allow';
    case 'challenge':
    case 'grant_required':
      return 'challenge';
    case 'insufficient_scope':
    case 'deny':
      return 'deny';
  }
}

/** The first change, in the order of their dates, that would give another outcome than today's; else the last. */
export function mostTelling(
  observations: readonly Observation[],
  today: ObservedOutcome,
): Observation | undefined {
  return observations.find(({ outcome }) => outcome !== today) ?? observations.at(-1);
}
