/** Waiting for what comes by another way than the answer of a call, such as a line of a log: no clock that a test moves brings it. */
import { setTimeout as sleep } from 'node:timers/promises';

/** How often it is looked for, and how long on the busiest machine, within the time of a test; in milliseconds. */
const INTERVAL = 20;
const LONGEST = 30_000;

/** Waits until the function returns something else than `undefined` and `false`, and returns that. Throws when it takes half a minute. */
export async function until<T>(
  what: string,
  seen: () => T | undefined | false | Promise<T | undefined | false>,
): Promise<T> {
  const end = performance.now() + LONGEST;
  for (;;) {
    const found = await seen();
    if (found !== undefined && found !== false) return found;
    if (performance.now() > end) throw new Error(`not within ${LONGEST / 1000} s: ${what}`);
    await sleep(INTERVAL);
  }
}
