/** What the cache of policies and risk does when the clock is set back. */
import { boundedCache } from '../../adapters/bounded-cache.ts';

const SIGNAL = new AbortController().signal;
const BOUNDS = { size: 10, freshFor: 8_000, staleFor: 300_000, retryAfter: 2_000 };
const HOUR = 3_600_000;

let now = 0;
let loads = 0;
let fails = false;
const newCache = () =>
  boundedCache(
    () => {
      loads += 1;
      return fails ? Promise.reject(new Error('no table')) : Promise.resolve(`value ${loads}`);
    },
    BOUNDS,
    () => now,
    () => undefined,
  );
beforeEach(() => {
  now = 10 * HOUR;
  loads = 0;
  fails = false;
});

test('a value from the future of the clock is read again', async () => {
  const cache = newCache();
  expect(await cache('a', SIGNAL)).toBe('value 1');
  now -= HOUR;
  expect(await cache('a', SIGNAL)).toBe('value 2');
  now += 1_000;
  expect(await cache('a', SIGNAL)).toBe('value 2');
});

test('and is not used where it cannot be read', async () => {
  const cache = newCache();
  await cache('a', SIGNAL);
  now -= HOUR;
  fails = true;
  await expect(cache('a', SIGNAL)).rejects.toThrow('no table');
});

test('after a failed try, and then a clock that is set back, it is tried again at once', async () => {
  const cache = newCache();
  await cache('a', SIGNAL);
  now += 60_000;
  fails = true;
  expect(await cache('a', SIGNAL)).toBe('value 1');
  fails = false;
  now -= 30_000;
  expect(await cache('a', SIGNAL)).toBe('value 3');
});

test('while it cannot be read, it is used for its whole bound and no longer', async () => {
  const cache = newCache();
  await cache('a', SIGNAL);
  fails = true;
  now += BOUNDS.staleFor - 1;
  expect(await cache('a', SIGNAL)).toBe('value 1');
  now += 1;
  await expect(cache('a', SIGNAL)).rejects.toThrow('no table');
});
