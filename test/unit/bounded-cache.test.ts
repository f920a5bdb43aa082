/** What the cache of policies and risk does when the clock is set back. */
import { boundedCache } from '../../adapters/bounded-cache.ts';
import { clockOf } from '../../adapters/clock.ts';

const BOUNDS = { size: 10, freshFor: 8_000, staleFor: 300_000, retryAfter: 2_000 };
const HOUR = 3_600_000;

let now = 0;
let loads = 0;
let fails = false;
let refreshes: boolean[] = [];
const load = (isRefresh: boolean) => {
  loads += 1;
  refreshes.push(isRefresh);
  return fails ? Promise.reject(new Error('no table')) : Promise.resolve(`value ${loads}`);
};
const newCache = () =>
  boundedCache<string>(
    BOUNDS,
    clockOf(() => now),
    () => undefined,
  );
beforeEach(() => {
  now = 10 * HOUR;
  loads = 0;
  refreshes = [];
  fails = false;
});

test('a value from the future of the clock is read again [clock-set-back]', async () => {
  const cache = newCache();
  expect(await cache('a', load)).toBe('value 1');
  now -= HOUR;
  expect(await cache('a', load)).toBe('value 2');
  now += 1_000;
  expect(await cache('a', load)).toBe('value 2');
});

test('nor when the clock comes to that time again, if the clock was asked in between', async () => {
  const cache = newCache();
  expect(await cache('a', load)).toBe('value 1');
  now -= HOUR;
  expect(await cache('b', load)).toBe('value 2');
  now += HOUR + 1_000;
  expect(await cache('a', load)).toBe('value 3');
});

test('and is not used where it cannot be read', async () => {
  const cache = newCache();
  await cache('a', load);
  now -= HOUR;
  fails = true;
  await expect(cache('a', load)).rejects.toThrow('no table');
});

test('after a failed try, and then a clock that is set back, it is tried again at once', async () => {
  const cache = newCache();
  await cache('a', load);
  now += 60_000;
  fails = true;
  expect(await cache('a', load)).toBe('value 1');
  fails = false;
  now -= 30_000;
  expect(await cache('a', load)).toBe('value 3');
});

test('while it cannot be read, it is used for its whole bound and no longer', async () => {
  const cache = newCache();
  await cache('a', load);
  fails = true;
  now += BOUNDS.staleFor - 1;
  expect(await cache('a', load)).toBe('value 1');
  now += 1;
  await expect(cache('a', load)).rejects.toThrow('no table');
});

test('a load is told whether a value in memory may be used if it fails', async () => {
  const cache = newCache();
  await cache('a', load);
  now += BOUNDS.staleFor - 1;
  await cache('a', load);
  now += BOUNDS.staleFor;
  await cache('a', load);
  now -= HOUR;
  await cache('a', load);
  expect(refreshes).toEqual([false, true, false, false]);
});
