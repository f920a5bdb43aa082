/** A clock that stands still until a test sets it, in this process and in the functions that get its environment. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface StoppedClock {
  readonly environment: Readonly<Record<string, string>>;
  /** In seconds since 1970. Not back: the caches of the functions are not made for that. */
  readonly set: (now: number) => void;
  readonly restore: () => void;
}

/** Both processes need the same time: the deadline of an invocation is given in the time of the invoking process. */
export function createStoppedClock(): StoppedClock {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-clock-')), 'now');
  let now = Date.now();
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => now);
  const set = (seconds: number) => {
    now = seconds * 1000;
    writeFileSync(file, String(now));
  };
  set(Math.floor(now / 1000));
  return {
    environment: {
      NODE_OPTIONS: `--require=${join(import.meta.dirname, 'stopped-clock.cjs')}`,
      CLOCK_FILE: file,
    },
    set,
    restore: () => {
      spy.mockRestore();
    },
  };
}
