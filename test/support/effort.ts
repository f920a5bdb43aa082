/**
 * How much a run of the tests does. Each behaviour has a case in `npm test`; `npm run test:long` does more of what is
 * long by nature, and `npm run test:long -- --full` most. A file that imports this one is part of both; one that ends in
 * `.long.test.ts` is part of the long run alone.
 */
const EFFORTS = ['short', 'long', 'full'] as const;

type Effort = (typeof EFFORTS)[number];

/** Set by test/long.ts, and by jest.mutation.config.js: each of very many mutants meets few tries of a property. */
const { TEST_EFFORT } = process.env;
const mutating = TEST_EFFORT === 'mutation';
const effort: Effort = EFFORTS.find((one) => one === TEST_EFFORT) ?? 'short';

/** What this run uses of these. */
export function byEffort<T>(choices: Readonly<Record<Effort, T>>): T {
  return choices[effort];
}

/** All cases in a long run; otherwise those of `npm test`. */
export function casesOf<T>(all: readonly T[], inShort: (one: T, index: number) => boolean): readonly T[] {
  return effort === 'short' ? all.filter(inShort) : all;
}

/**
 * How often a property is tried, when `npm test` tries it so often. The other runs take their multiples of `usual`: a slow
 * property has fewer tries in `npm test` alone.
 */
export function runs(inShort: number, usual = inShort): { readonly numRuns: number } {
  return {
    numRuns: mutating ? usual * 0.1 : byEffort({ short: inShort, long: usual * 4, full: usual * 200 }),
  };
}

/**
 * How many tries at least must have met the case that a property is about, so that it does not hold by chance. Only a long run
 * has so many that this is sure: in `npm test`, with another seed each time, few may meet it.
 */
export function enough(tries: number): number {
  return mutating || effort === 'short' ? 0 : tries;
}
