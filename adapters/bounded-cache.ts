/** A cache in memory whose values are bounded in number and in age. */
import QuickLRU from 'quick-lru';

/** What may be kept, and for how long. Times in milliseconds. */
export interface CacheBounds {
  readonly size: number;
  /** Taken as it is. Each value gets a random 0 to 25 % less, so that instances do not reload together. */
  readonly freshFor: number;
  /** Still taken, counted from when it was loaded, but only while it cannot be loaded again. */
  readonly staleFor: number;
  /** After a failed attempt, a value that is still good enough is taken this long before the next attempt. */
  readonly retryAfter: number;
}

interface Entry<Value> {
  readonly value: Value;
  readonly loadedAt: number;
  readonly reloadAt: number;
}

/** `load`, remembered. Rejects as `load` does when there is no value left within its bounds. */
export function boundedCache<Value>(
  load: (key: string, signal: AbortSignal) => Promise<Value>,
  bounds: CacheBounds,
  clock: () => number,
  onStale: (cause: unknown) => void,
): (key: string, signal: AbortSignal) => Promise<Value> {
  const entries = new QuickLRU<string, Entry<Value>>({ maxSize: bounds.size });

  async function reload(key: string, signal: AbortSignal): Promise<Value> {
    // The age counts from before the read: what changes while it is under way is not in it.
    const loadedAt = clock();
    const value = await load(key, signal);
    const reloadAt = loadedAt + bounds.freshFor * (1 - Math.random() / 4);
    entries.set(key, { value, loadedAt, reloadAt });
    return value;
  }

  return async (key, signal) => {
    const entry = entries.get(key);
    if (entry !== undefined && clock() < entry.reloadAt) return entry.value;
    try {
      return await reload(key, signal);
    } catch (cause) {
      if (entry === undefined || clock() - entry.loadedAt >= bounds.staleFor) throw cause;
      entries.set(key, {
        ...entry,
        reloadAt: Math.min(clock() + bounds.retryAfter, entry.loadedAt + bounds.staleFor),
      });
      onStale(cause);
      return entry.value;
    }
  };
}
