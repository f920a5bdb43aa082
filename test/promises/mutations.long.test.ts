/**
 * Each promise is broken by its patch, in a copy of the repository, and its test has to see it. `npm run test:long` breaks
 * as many as fit into two minutes, `-- --full` all; `npm test` leaves this file out (jest.config.js). To repeat a run:
 * `PROMISES_SEED=7 npm run test:long`.
 */
import { createHash, randomInt } from 'node:crypto';
import { rmSync } from 'node:fs';
import { byEffort } from '../support/effort.ts';
import { copyRepository, tested, testedBroken } from './copy.ts';
import { documented } from './documented.ts';
import type { Row } from './documented.ts';
import { outdated } from './patches.ts';
import type { Verdict } from './verdict.ts';

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

const folder = copyRepository();
afterAll(() => {
  rmSync(folder, { recursive: true });
});

/** What is wrong with a row; undefined where its test sees the patch. */
async function wrongWith(row: Row, seen: (failure: string) => void): Promise<string | undefined> {
  try {
    const whole = bothWays ? await tested(folder, row) : KEPT;
    if (whole.kind !== 'kept') return `unbroken, it is not kept: ${JSON.stringify(whole)}`;
    const verdict = await testedBroken(folder, row);
    if (verdict.kind !== 'seen') return `broken, it is not missed: ${JSON.stringify(verdict)}`;
    seen(verdict.failure);
    return undefined;
  } catch (error) {
    return String(error);
  }
}

const KEPT: Verdict = { kind: 'kept' };

test('each patch applies, also where this run has no time for it', () => {
  expect(outdated()).toEqual([]);
});

test('the test of each promise fails once its patch has broken it', async () => {
  const wrong: string[] = [];
  const seen: string[] = [];
  const begun = Date.now();
  let slowest = 0;
  for (const row of rows) {
    const started = Date.now();
    if (started - begun + slowest > longest) break;
    const mistake = await wrongWith(row, (failure) => seen.push(`  ${row.promise}: ${failure}`));
    if (mistake !== undefined) wrong.push(`${row.promise}: ${mistake}`);
    slowest = Math.max(slowest, Date.now() - started);
  }
  console.log(
    [`seed ${PROMISES_SEED}: ${seen.length} of ${rows.length} promises broken`, ...seen].join('\n'),
  );
  expect(wrong).toEqual([]);
  expect(seen).not.toEqual([]);
});
