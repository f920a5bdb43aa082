/** A clock that tests set ahead, in this process and in the instances of functions that get its environment. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Clock {
  readonly environment: Readonly<Record<string, string>>;
  /** Never back: time does not. In milliseconds. */
  readonly advance: (by: number) => void;
  readonly restore: () => void;
}

/** Both processes need the same time: the deadline of an invocation is given in the time of the invoking process. */
export function createClock(): Clock {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-clock-')), 'ahead');
  const now = Date.now.bind(Date);
  let ahead = 0;
  const spy = jest.spyOn(Date, 'now').mockImplementation(() => now() + ahead);
  const advance = (by: number) => {
    ahead += by;
    writeFileSync(file, String(ahead));
  };
  advance(0);
  return {
    environment: {
      NODE_OPTIONS: `--require=${join(import.meta.dirname, 'clock.cjs')}`,
      CLOCK_FILE: file,
    },
    advance,
    restore: () => {
      spy.mockRestore();
    },
  };
}
