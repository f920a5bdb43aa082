/** Expectations of a check, whose errors say what came instead. */

/** Throws unless both are the same in JSON. */
export function expectEqual(what: string, actual: unknown, expected: unknown): void {
  const [got, wanted] = [JSON.stringify(actual), JSON.stringify(expected)];
  if (got !== wanted) throw new Error(`${what} is ${got} instead of ${wanted}`);
}

/** Throws unless the text is there and contains what is expected. */
export function expectMatch(what: string, actual: string | null, expected: RegExp | string): void {
  const matches = typeof expected === 'string' ? actual?.includes(expected) : expected.test(actual ?? '');
  if (matches !== true)
    throw new Error(`${what} is ${JSON.stringify(actual)}, which lacks ${String(expected)}`);
}
