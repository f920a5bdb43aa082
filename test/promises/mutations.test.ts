/**
 * Each promise is broken by its patch, in a copy of the repository, and its test has to see it. `npm run test:long` breaks
 * as many as fit into two minutes, `-- --full` all; `npm test` leaves this file out (jest.config.js). To repeat a run:
 * `PROMISES_SEED=7 npm run test:long`.
 */
import { createHash, randomInt } from 'node:crypto';
import { byEffort } from '../support/effort.ts';
import { copyOfRepository } from './copy.ts';
import type { Copy } from './copy.ts';
import { documented } from './documented.ts';
import type { Row } from './documented.ts';

const { PROMISES_SEED = String(randomInt(2 ** 31)) } = process.env;

const TWO_MINUTES = 120_000;
/** In milliseconds. */
const longest = byEffort({ short: TWO_MINUTES, long: TWO_MINUTES, full: Infinity });
/** Whether the product, as it is, is shown to keep each promise in the copy, too. */
const bothWays = byEffort({ short: false, long: false, full: true });

/** In an order that the seed decides. */
const rows = documented().rows.toSorted((a, b) => (rank(a) < rank(b) ? -1 : 1));

function rank({ promise }: Row): string {
  return createHash('sha256').update(`${PROMISES_SEED} ${promise}`).digest('hex');
}

let copy: Copy;
beforeAll(() => {
  copy = copyOfRepository();
});
afterAll(() => {
  copy.remove();
});

test('the test of each promise fails once its patch has broken it', async () => {
  const wrong: string[] = [];
  const seen: string[] = [];
  const begun = Date.now();
  let slowest = 0;
  for (const row of rows) {
    const started = Date.now();
    if (started - begun + slowest > longest) break;
    const complaint = bothWays ? await copy.complaintOf(row) : undefined;
    if (complaint !== undefined) wrong.push(`${row.promise}, unbroken: ${complaint}`);
    const verdict = await copy.broken(row);
    if ('wrong' in verdict) wrong.push(`${row.promise}: ${verdict.wrong}`);
    else seen.push(`  ${row.promise}: ${verdict.failure}`);
    slowest = Math.max(slowest, Date.now() - started);
  }
  console.log(
    [`seed ${PROMISES_SEED}: ${seen.length} of ${rows.length} promises broken`, ...seen].join('\n'),
  );
  expect(wrong).toEqual([]);
  expect(seen.length).toBeGreaterThan(0);
});
