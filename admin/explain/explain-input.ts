/** The input of an explanation. */
import type { PresentedGrant } from '../../core/decision/decide.ts';
import type { RequestInputs } from '../../core/condition/inputs.ts';
import type { GrantUse } from '../../core/decision/grant.ts';
import type { Risk } from '../../core/condition/risk.ts';
import type { ApiStage } from '../../core/decision/input.ts';
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { Caller } from './caller.ts';
import type { PolicyItems } from './policy-reading.ts';

export interface ExplainInput {
  readonly trust: TrustConfig;
  /** The public base URL of the API, without a trailing slash. */
  readonly base: string;
  /** Undefined where it is not known: then the explanation assumes that a grant is for this API. */
  readonly api: ApiStage | undefined;
  readonly template: string;
  /** The path that is called, below the base URL, as it is sent. */
  readonly path: string;
  readonly request: RequestInputs;
  /** The items of the policy table, by key: at least every candidate of the route, and its group. */
  readonly items: PolicyItems;
  readonly caller: Caller;
  readonly risk: Risk;
  readonly grant: PresentedGrant;
  /** Whether the one use of a once-only grant is recorded already. */
  readonly isSpent: (use: GrantUse) => Promise<boolean>;
  /** Seconds since 1970. */
  readonly now: number;
}
