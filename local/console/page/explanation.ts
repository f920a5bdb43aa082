/** Reads what `step-up explain --json` says, as far as it is drawn. */
import type { Check } from './trace.ts';

export interface Explanation {
  readonly checks: readonly Check[];
  readonly item: unknown;
}

export function readExplanation(_explanation: unknown): Explanation {
  return { checks: [], item: undefined };
}
