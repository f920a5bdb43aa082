/** What a change that is announced, or only observed, would make of a request that is judged without it today. */
import type { Decision } from './decide.ts';

/** `unknown`: what it depends on could not be read, which does not hold up the request. */
export type ObservedOutcome = 'allow' | 'challenge' | 'deny' | 'unknown';

export interface Observation {
  readonly outcome: ObservedOutcome;
  /** When it takes effect, in seconds since 1970; none for a change that is only observed. */
  readonly effectiveAt: number | undefined;
}

/** A decision as an administrator counts it: it goes through, it asks the user for something, or it is a no. */
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

/** The first change, in the order in which they come, that would change the outcome; else the last. */
export function mostTelling(
  observations: readonly Observation[],
  today: ObservedOutcome,
): Observation | undefined {
  return observations.find(({ outcome }) => outcome !== today) ?? observations.at(-1);
}
