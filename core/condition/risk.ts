/** What a risk engine knows of a user. */

/** The levels of risk, lowest first. */
export const RISK_LEVELS = ['low', 'medium', 'high'] as const;

/** Authentication before `revokedBefore` (seconds since 1970) is void. */
export interface Revocation {
  readonly revokedBefore: number | undefined;
}

export interface Risk extends Revocation {
  /** 0 to 100; a higher score is a higher risk. */
  readonly score: number;
  readonly level: (typeof RISK_LEVELS)[number];
  /** The engine's own words, such as `impossible_travel`. */
  readonly reasons: readonly string[];
}

/** The risk of a user of whom the risk table has no item. */
export const NO_RISK: Risk = { revokedBefore: undefined, score: 0, level: 'low', reasons: [] };
