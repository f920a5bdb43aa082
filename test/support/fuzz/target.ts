/** One parser under fuzz: inputs go in, an outcome comes out that has to be one of those that are documented. */
import fc from 'fast-check';
import { messageOf } from '../../../core/error-text.ts';

export interface FuzzTarget {
  readonly name: string;
  readonly check: (limits: FuzzLimits) => Promise<FuzzReport>;
}

/** When to stop, and for a replay where to start. */
export interface FuzzLimits {
  readonly runs: number;
  readonly milliseconds?: number;
  readonly seed?: number | undefined;
  readonly path?: string | undefined;
}

export interface FuzzReport {
  readonly name: string;
  readonly runs: number;
  /** How often each outcome came out. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly failure: FuzzFailure | undefined;
}

export interface FuzzFailure {
  readonly message: string;
  /** The smallest input that was found to fail. */
  readonly input: string;
  readonly seed: number;
  readonly path: string;
}

/**
 * A target. `run` gives the outcome of an input, and throws where an invariant does not hold. Every other error is a
 * failure too. Inputs hold no times and no secrets, so that a seed finds them again another day.
 */
export function fuzzTarget<Input>(
  name: string,
  inputs: fc.Arbitrary<Input>,
  documented: readonly string[],
  run: (input: Input) => string | Promise<string>,
): FuzzTarget {
  async function check({ runs, milliseconds, seed, path }: FuzzLimits): Promise<FuzzReport> {
    const outcomes = new Map<string, number>();
    let underWay: Promise<string> = Promise.resolve('');
    const property = fc.asyncProperty(inputs, async (input) => {
      underWay = Promise.resolve(input).then(run);
      const outcome = await underWay;
      demand(documented.includes(outcome), `an outcome that is not documented: ${outcome}`);
      outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
    });
    const details = await fc.check(property, {
      numRuns: runs,
      plugins: milliseconds === undefined ? [] : [fc.interruptAfterTimeLimit(milliseconds)],
      ...(seed === undefined ? {} : { seed }),
      ...(path === undefined ? {} : { path }),
    });
    // At the end of its time fast-check waits for no run: the next target must not meet with this one's last.
    await underWay.catch(() => undefined);
    return { name, runs: details.numRuns, outcomes, failure: failureOf(details) };
  }
  return { name, check };
}

interface Failed {
  readonly errorInstance: unknown;
  readonly counterexample: unknown;
  readonly counterexamplePath: string | null;
  readonly seed: number;
}

function failureOf({
  errorInstance,
  counterexample,
  counterexamplePath,
  seed,
}: Failed): FuzzFailure | undefined {
  if (counterexamplePath === null) return undefined;
  return {
    message: messageOf(errorInstance),
    input: fc.stringify(counterexample).slice(0, 4_000),
    seed,
    path: counterexamplePath,
  };
}

/** An invariant: `broken` says what is wrong where it does not hold. */
export function demand(holds: boolean, broken: string): asserts holds {
  if (!holds) throw new Error(broken);
}
