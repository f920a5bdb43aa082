/** The limits of a whole test file, for one that runs parts of the functions in its own process. */
import { moveTime } from './moved-time.ts';
import type { MovedTime } from './moved-time.ts';

/** Stretches limits for all tests of the file: a busy machine must not end what is to succeed. Returns the time. */
export function stretchedLimits(): () => MovedTime {
  let time: MovedTime;
  beforeAll(() => {
    time = moveTime({ limitsHere: true });
  });
  afterAll(() => {
    time.restore();
  });
  return () => time;
}
