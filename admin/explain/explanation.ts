/** What an explanation says: for people as a report, for programs as one JSON document. */
import type { RequestInputs } from '../../core/condition/inputs.ts';
import type { Observation } from '../../core/decision/observation.ts';
import type { Check } from './checks.ts';
import type { PolicyReading } from './policy-reading.ts';
import type { ClientResponse } from './response.ts';
import type { RuleVerdict } from './rule-verdicts.ts';
import type { Verdict } from './verdict.ts';

/** What a change that is announced would make of the request. Without a time it is only observed. */
export interface UpcomingChange {
  readonly effectiveAt: number | undefined;
  readonly decision: Verdict;
  readonly rules: readonly RuleVerdict[];
  readonly checks: readonly Check[];
}

export interface Explanation {
  readonly request: RequestInputs;
  readonly template: string;
  /** Seconds since 1970. */
  readonly now: number;
  readonly policy: PolicyReading;
  /** Since when what holds today holds; 0 for what the items say without any change. None: nothing was judged. */
  readonly version: { readonly from: number } | undefined;
  readonly rules: readonly RuleVerdict[];
  readonly checks: readonly Check[];
  readonly decision: Verdict;
  readonly response: ClientResponse;
  readonly upcoming: readonly UpcomingChange[];
  /** What of the changes to come the backend and the log are told. */
  readonly observation: Observation | undefined;
}
