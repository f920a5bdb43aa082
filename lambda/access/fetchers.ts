/** The parts of a decision input. Each part is fetched only when the decision needs it. */
import type { Risk } from '../../core/condition/risk.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import type { GrantUse } from '../../core/decision/grant.ts';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import type { Authentication } from '../../core/token/authentication.ts';

export interface RiskFetcher {
  readonly vocabulary: AcrVocabulary;
  /** The risk of the user. Rejects where it cannot be read: then no decision is made. */
  readonly riskOf: (user: Authentication, signal: AbortSignal) => Promise<Risk>;
  /** Seconds since 1970. */
  readonly now: () => number;
}

export interface ExchangeFetchers extends RiskFetcher {
  /** Whether the one use of a once-only grant is recorded. */
  readonly isSpent: (use: GrantUse, signal: AbortSignal) => Promise<boolean>;
}

export interface Fetchers extends RiskFetcher {
  /** The grant beside the token; undefined where the request has no grant. */
  readonly presentedGrant: ((signal: AbortSignal) => Promise<PresentedGrant>) | undefined;
  /** Records the one use of a once-only grant. False where it was recorded already. */
  readonly recordUse: (use: GrantUse, signal: AbortSignal) => Promise<boolean>;
}
