/** An explanation. The command line prints it as a report for readers, or as one JSON document for programs. */
import type { RequestInputs } from '../../core/condition/inputs.ts';
import type { Observation } from '../../core/decision/observation.ts';
import type { Check } from './checks.ts';
import type { PolicyReading } from './policy-reading.ts';
import type { ClientResponse } from './response.ts';
import type { RuleVerdict } from './rule-verdicts.ts';
import type { Verdict } from './verdict.ts';

/** What an announced change would decide on the request. `effectiveAt` is undefined for a change that is only observed. */
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
  /** Since when the policy version of today is in force; 0 without any change. Undefined: the policy was not applied. */
  readonly version: { readonly from: number } | undefined;
  readonly rules: readonly RuleVerdict[];
  readonly checks: readonly Check[];
  readonly decision: Verdict;
  readonly response: ClientResponse;
  readonly upcoming: readonly UpcomingChange[];
  /** What the backend and the log get about announced changes. */
  readonly observation: Observation | undefined;
}
