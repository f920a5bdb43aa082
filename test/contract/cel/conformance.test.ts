import { conformanceCases } from './conformance.ts';

/** What conditions may be made of, and the least number of cases that each has to be seen in. */
const COVERED = [
  ...['has()', 'size()', 'int()', 'double()', 'timestamp()', 'duration()'],
  ...['startsWith()', 'endsWith()', 'contains()', 'exists()', 'all()', 'exists_one()'],
  ...['getFullYear()', 'getMonth()', 'getDate()', 'getDayOfWeek()', 'getHours()', 'getMinutes()'],
  ...['==', '!=', '<', '<=', '>', '>=', 'in', '+', '-', '*', '/', '%', '!_', '-_', '&&', '||', '?:'],
  ...['[]', '.', 'list'],
];

const results = conformanceCases().map(({ name, expression, verdict }) => ({
  name,
  expression,
  ...verdict(),
}));
const passed = results.filter((one) => one.kind === 'passed');
const failed = results.filter((one) => one.kind === 'failed');
const skipped = results.filter((one) => one.kind === 'skipped');

afterAll(() => {
  const reasons = Map.groupBy(skipped, ({ why }) => why);
  const lines = [...reasons]
    .toSorted(([, a], [, b]) => b.length - a.length)
    .map(([why, { length }]) => `${String(length).padStart(6)}  ${why}`);
  process.stdout.write(
    `CEL conformance: passed ${passed.length}, failed ${failed.length}, skipped ${skipped.length}\n` +
      `skipped, because a condition cannot be written so:\n${lines.join('\n')}\n`,
  );
});

describe('the language of conditions', () => {
  test('answers every conformance case of CEL that can be written as a condition as CEL does', () => {
    expect(failed).toEqual([]);
    expect(passed.length).toBeGreaterThan(400);
  });

  test.each(COVERED)('has conformance cases for %s', (name) => {
    expect(passed.filter(({ uses }) => uses.includes(name)).length).toBeGreaterThan(0);
  });
});
