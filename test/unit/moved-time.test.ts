/** The time of tests, and what a test file that failed leaves of it. */
import childProcess from 'node:child_process';
import timers from 'node:timers';
import { moveTime } from '../support/time/moved-time.ts';
import { takeOutLeftovers } from '../support/time/time.cjs';

test('a clock that stands still moves as the test moves it, runs on from there, and never goes back', () => {
  const time = moveTime();
  const runOn = time.stop();
  const stopped = Date.now();
  time.advance(60_000);
  expect(Date.now()).toBe(stopped + 60_000);
  runOn();
  expect(Date.now()).toBeGreaterThanOrEqual(stopped + 60_000);
  expect(Date.now()).toBeLessThan(stopped + 120_000);
  time.restore();
});

test('what a file that failed has left in the worker is taken out before the next one', () => {
  const now = (): unknown[] => [
    childProcess.spawn,
    childProcess.execFile,
    timers.setTimeout,
    Reflect.get(AbortSignal, 'timeout'),
  ];
  const real = now();
  const time = moveTime({ limitsHere: true });
  expect(now().filter((one) => real.includes(one))).toEqual([]);
  takeOutLeftovers();
  expect(now()).toEqual(real);
  time.restore();
});
