/** Everything a decision is made from: who asks, for what, under which requirement and risk, and when. */
import type { Authentication } from './authentication.ts';
import type { Requirement } from './requirement.ts';
import type { Risk } from './sufficiency.ts';

/** The API that is called: grants do not travel between APIs or stages. */
export interface ApiStage {
  readonly apiId: string;
  readonly stage: string;
}

export interface Situation {
  readonly authentication: Authentication;
  readonly requirement: Requirement;
  /** What a grant has to be for: the route (`POST /payments`), or its group (`GROUP payments`). */
  readonly target: string;
  readonly api: ApiStage;
  readonly risk: Risk;
  /** Our acr words that the issuer of the token can vouch for. */
  readonly reachableAcr: readonly string[];
  /** Seconds since 1970. */
  readonly now: number;
}
