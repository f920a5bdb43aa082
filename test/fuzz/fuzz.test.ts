import { byEffort } from '../support/effort.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { startFuzzVictim } from '../support/fuzz/victim.ts';
import type { FuzzVictims } from '../support/fuzz/victim.ts';
import { builtTargets, CORE_TARGETS } from './targets.ts';

/** The fewest are enough to see that the targets work; `npm run fuzz` is for finding something. */
const RUNS = byEffort({ short: 40, long: 2_000, full: 30_000 });

let victim: FuzzVictims;
beforeAll(async () => {
  victim = await startFuzzVictim();
});
afterAll(() => victim.functions.close());

async function check(targets: readonly FuzzTarget[]) {
  const reports = [];
  for (const target of targets) reports.push(await target.check({ runs: RUNS }));
  return reports;
}

const failed = (reports: Awaited<ReturnType<typeof check>>) =>
  reports.filter(({ failure }) => failure !== undefined).map(({ name, failure }) => ({ name, ...failure }));

test('hostile input to the parsers of the core has no outcome that is not documented', async () => {
  const reports = await check(CORE_TARGETS);
  expect(failed(reports)).toEqual([]);
  expect(reports.every(({ runs }) => runs === RUNS)).toBe(true);
});

test('hostile input to the built functions has no outcome that is not documented, and opens nothing', async () => {
  const reports = await check(builtTargets(victim));
  expect(failed(reports)).toEqual([]);
  expect(reports.every(({ runs }) => runs === RUNS)).toBe(true);
});

test('what is good still comes through the fuzz: the invariants have something to hold for', async () => {
  const reports = await check(
    builtTargets(victim).filter(({ name }) => /credentials|signed|signs|exchange:/.test(name)),
  );
  for (const { outcomes } of reports)
    expect((outcomes.get('allow') ?? 0) + (outcomes.get('granted') ?? 0)).toBeGreaterThan(0);
});
