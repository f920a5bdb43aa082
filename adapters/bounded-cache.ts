/** A cache in memory that limits the number and the age of its values. */
import QuickLRU from 'quick-lru';
import type { Clock } from './clock.ts';

/** How many values the cache keeps, and for how long. Times in milliseconds. */
export interface CacheBounds {
  readonly size: number;
  /** A value is used this long, less a random 0 to 25 % for each value, so that instances do not reload at the same time. */
  readonly freshFor: number;
  /** While loading fails, a value is used this long, counted from the time when it was loaded. */
  readonly staleFor: number;
  /** After a failed attempt, a value that may still be used is used for this long before the next attempt. */
  readonly retryAfter: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly loadedAt: number;
  /** When it was loaded, or could not be loaded again. */
  readonly triedAt: number;
  /** How old the try may become. */
  readonly freshFor: number;
}

/** Reads a value. `isRefresh`: if it rejects, the one in memory may still be used. */
export type Load<Value> = (isRefresh: boolean) => Promise<Value>;

/** The value of this key: from memory, or as `load` reads it now. */
export type BoundedCache<Value> = (key: string, load: Load<Value>) => Promise<Value>;

/** A cache. Where `load` rejects and no value is left within the bounds, it rejects too. */
export function boundedCache<Value>(
  bounds: CacheBounds,
  clock: Clock,
  onStale: (cause: unknown) => void,
): BoundedCache<Value> {
  const entries = new QuickLRU<string, Entry<Value>>({ maxSize: bounds.size });

  const isUsable = (entry: Entry<Value>, now: number) => now - entry.loadedAt < bounds.staleFor;

  async function reload(key: string, load: Load<Value>, entry: Entry<Value> | undefined): Promise<Value> {
    // The age counts from before the read: the value may not have changes that are made during the read.
    const loadedAt = clock.passed();
    const value = await load(entry !== undefined && isUsable(entry, loadedAt));
    const freshFor = bounds.freshFor * (1 - Math.random() / 4);
    entries.set(key, { value, loadedAt, triedAt: loadedAt, freshFor });
    return value;
  }

  return async (key, load) => {
    const entry = entries.get(key);
    if (entry !== undefined && clock.passed() - entry.triedAt < entry.freshFor) return entry.value;
    try {
      return await reload(key, load, entry);
    } catch (cause) {
      const triedAt = clock.passed();
      if (entry === undefined || !isUsable(entry, triedAt)) throw cause;
      const left = bounds.staleFor - (triedAt - entry.loadedAt);
      entries.set(key, { ...entry, triedAt, freshFor: Math.min(bounds.retryAfter, left) });
      onStale(cause);
      return entry.value;
    }
  };
}
