/** `npm run fuzz`: hostile input for every parser, for five minutes, or for as long as it is told. */
import { parseArgs } from 'node:util';
import type { FuzzReport } from '../support/fuzz/target.ts';
import { startFuzzVictim } from '../support/fuzz/victim.ts';
import { builtTargets, CORE_TARGETS } from './targets.ts';

const { values } = parseArgs({
  options: {
    /** In all; each target gets an equal share. */
    minutes: { type: 'string', default: '5' },
    /** Part of a target's name; all without it. */
    target: { type: 'string', default: '' },
    /** As a failure printed them. */
    seed: { type: 'string' },
    path: { type: 'string' },
  },
});

const victim = await startFuzzVictim();
const targets = [...builtTargets(victim), ...CORE_TARGETS].filter(({ name }) => name.includes(values.target));
const milliseconds = (Number(values.minutes) * 60_000) / targets.length;
if (!(milliseconds > 0 && Number.isFinite(milliseconds)))
  throw new Error('--minutes or --target leaves nothing to do');
const seed = values.seed === undefined ? undefined : Number(values.seed);

let failures = 0;
let runs = 0;
for (const target of targets) {
  const report = await target.check({ runs: 1_000_000_000, milliseconds, seed, path: values.path });
  print(report);
  runs += report.runs;
  if (report.failure !== undefined) failures += 1;
}
console.log(`\n${runs} runs of ${targets.length} targets, ${failures} failed`);
await victim.functions.close();
process.exitCode = failures === 0 ? 0 : 1;

function print({ name, runs, outcomes, failure }: FuzzReport): void {
  console.log(`\n${name}: ${runs} runs`);
  for (const [outcome, count] of [...outcomes].toSorted(([, a], [, b]) => b - a)) {
    console.log(`${String(count).padStart(10)}  ${outcome}`);
  }
  if (failure === undefined) return;
  console.log(`    FAILED  ${failure.message}\n     input  ${failure.input}`);
  console.log(`    replay  npm run fuzz -- --target '${name}' --seed=${failure.seed} --path ${failure.path}`);
}
