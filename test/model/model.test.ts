/**
 * Histories of what users, clients, administrators and time do: the product answers each step as the reference says. To
 * repeat a run, or to make a longer one: `MODEL_PRESET=okta MODEL_SEED=7 MODEL_RUNS=20000 npx jest test/model`. With
 * `MODEL_SHRINK=no` a run ends at the first history that fails, and does not look for a shorter one.
 */
import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import * as v from 'valibot';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { byEffort } from '../support/effort.ts';
import { History } from './history.ts';
import { BEGINNINGS, STEPS } from './steps.ts';
import { startModelWorld } from './world.ts';
import type { ModelWorld } from './world.ts';

jest.setTimeout(24 * 3_600_000);

const { MODEL_PRESET, MODEL_SEED, MODEL_RUNS, MODEL_SHRINK } = process.env;

/** `npm test` always takes the same histories; a long run takes new ones for as long as it may, in milliseconds. */
const seed =
  MODEL_SEED === undefined
    ? byEffort({ short: 14, long: randomInt(2 ** 31), full: randomInt(2 ** 31) })
    : Number(MODEL_SEED);
/** The token profile of the issuers: a long run draws one. */
const drawn = TOKEN_PROFILES[seed % TOKEN_PROFILES.length];
const preset = v.parse(
  v.picklist(TOKEN_PROFILES),
  MODEL_PRESET ?? byEffort({ short: 'rfc9068', long: drawn, full: drawn }),
);
const numRuns =
  MODEL_RUNS === undefined ? byEffort({ short: 100, long: 1_000_000, full: 1_000_000 }) : Number(MODEL_RUNS);
/** Shorter histories while people wait for `npm test`. */
const mostSteps = MODEL_RUNS === undefined ? byEffort({ short: 12, long: 50, full: 50 }) : 50;
const longest = byEffort({ short: 3_600_000, long: 180_000, full: 1_800_000 });
/** A run that is made by hand has as many histories as it says. */
const plugins = MODEL_RUNS === undefined ? [fc.interruptAfterTimeLimit(longest)] : [];

/** What must have been answered for a run to mean something. */
const KINDS = [
  ...[
    'opened by token',
    'opened by grant',
    'challenge',
    'grant_required',
    'denied',
    'invalid_token',
    'fault',
  ].map((kind) => `the authorizer: ${kind}`),
  ...['grant', 'insufficient_user_authentication', 'invalid_target', 'fault'].map(
    (kind) => `the exchange: ${kind}`,
  ),
  ...['opened by grant', 'challenge'].map((kind) => `explain: ${kind}`),
];

/** Of the last history, in seconds since 1970. Time only goes on, from one history to the next, too. */
let now = 1_800_000_000;
let world: ModelWorld;

beforeAll(async () => {
  world = await startModelWorld(preset);
});
afterAll(() => world.close());

test('each step of a history gets what the documents promise', async () => {
  const answers = new Map<string, number>();
  let histories = 0;
  const property = fc.asyncProperty(
    BEGINNINGS,
    fc.commands(STEPS, { maxCommands: mostSteps, size: 'max' }),
    async (beginning, steps) => {
      now += 1_000;
      histories += 1;
      const history = new History(world, histories, now);
      await history.begin();
      try {
        for (const step of beginning) await step.run({}, history);
        await fc.asyncModelRun(() => ({ model: {}, real: history }), steps);
      } finally {
        await history.end();
        now = history.known.now;
        for (const answer of history.answers) answers.set(answer, (answers.get(answer) ?? 0) + 1);
      }
    },
  );
  try {
    await fc.assert(property, { seed, numRuns, plugins, endOnFailure: MODEL_SHRINK === 'no' });
  } finally {
    const counts = [...answers].toSorted().map(([answer, times]) => `  ${answer}: ${times}`);
    console.log([`MODEL_PRESET=${preset} MODEL_SEED=${seed}: ${histories} histories`, ...counts].join('\n'));
  }
  // Some kinds of answers are rare, and a run of a few histories may lack them.
  if (histories < 100) return;
  expect(answers.get('the authorizer: opened by grant')).toBeGreaterThan(histories / 20);
  expect(KINDS.filter((kind) => !answers.has(kind))).toEqual([]);
});
