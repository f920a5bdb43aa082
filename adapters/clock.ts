/** The time by which things end, and the time that has passed since things were kept. */

export interface Clock {
  /** Milliseconds since 1970. It may be set back. */
  readonly now: () => number;
  /** Milliseconds that have passed, for the age of what is kept. It never goes back. */
  readonly passed: () => number;
}

/** Longer than anything is kept, in milliseconds. */
const A_DAY = 86_400_000;

/**
 * A clock from one that may be set back. Where it was, a day has passed: what was kept before is too old, and stays so when
 * the clock shows the same time once more. Everything that keeps something shares one clock, so that whoever asks first
 * after the clock was set back tells the others. If nobody asks until it shows the old time again, nobody can notice.
 */
export function clockOf(now: () => number): Clock {
  let latest = now();
  let passed = 0;
  return {
    now,
    passed: () => {
      const time = now();
      passed += time < latest ? A_DAY : time - latest;
      latest = time;
      return passed;
    },
  };
}
