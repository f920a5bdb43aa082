/** The time of a test: its clock moves when the test moves it, and limits are as long as the test wants them. */
import { mkdtempSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { environmentOf, install } from './time.cjs';

export interface MovedTime {
  /** The environment that gives another process this time. Those that the test starts by `spawn` or `execFile` have it anyway. */
  readonly environment: Readonly<Record<string, string>>;
  /** Never back: time does not, and the caches of the functions are not made for that. In milliseconds. */
  readonly advance: (by: number) => void;
  /** Lets the clock stand still, at so many seconds since 1970. `advance` still moves it. */
  readonly stopAt: (now: number) => void;
  /** Lets the clock stand still where it is. Returns how to let it run on from there. */
  readonly stop: () => () => void;
  /** From now on limits, such as the deadline of a request, take so many times as long. */
  readonly setPatience: (patience: number) => void;
  /** Ends it for the caller; it is over once all who have it have called this. */
  readonly restore: () => void;
}

export interface MovedParts {
  /** Also the limits of the test process itself, for a test that runs the functions from there. */
  readonly limitsHere?: boolean;
}

/** For what is to succeed: on a busy machine, a request takes several times as long as elsewhere. */
export const PATIENT = 8;
/** For a request that succeeds after it has waited for a limit. */
export const LESS_PATIENT = 2;
/** For a request that waits for a limit, and fails. */
export const IMPATIENT = 0.5;

let shared: (MovedTime & Required<MovedParts>) | undefined;
let users = 0;

/** Of the system: Date is moved later. */
const RealDate = Date;
const realNow = () => RealDate.now();

/** The time of this test file. Call `restore` at the end. */
export function moveTime({ limitsHere = false }: MovedParts = {}): MovedTime {
  shared ??= { ...createTime({ limits: limitsHere }), limitsHere };
  if (limitsHere && !shared.limitsHere)
    throw new Error('the first who moves the time says that limits are here');
  users += 1;
  const { restore, ...time } = shared;
  let over = false;
  return {
    ...time,
    restore: () => {
      if (over) return;
      over = true;
      users -= 1;
      if (users > 0) return;
      restore();
      shared = undefined;
    },
  };
}

function createTime(parts: { readonly limits: boolean }): MovedTime {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-time-')), 'time.json');
  const time: { ahead: number; stopped: number | null; patience: number } = {
    ahead: 0,
    stopped: null,
    patience: PATIENT,
  };
  const change = (changes: Partial<typeof time>) => {
    Object.assign(time, changes);
    // Renamed, since another process could read a file that is half written.
    writeFileSync(`${file}.new`, JSON.stringify(time));
    renameSync(`${file}.new`, file);
  };
  change({});
  return {
    environment: environmentOf(file),
    advance: (by) => {
      if (time.stopped === null) change({ ahead: time.ahead + by });
      else change({ stopped: time.stopped + by });
    },
    stopAt: (now) => {
      change({ stopped: now * 1000 });
    },
    stop: () => {
      const stopped = realNow() + time.ahead;
      change({ stopped });
      return () => {
        change({ ahead: (time.stopped ?? stopped) - realNow(), stopped: null });
      };
    },
    setPatience: (patience) => {
      change({ patience });
    },
    // A function that is to answer late is not to be killed before it does.
    restore: install(file, { ...parts, shortest: 1 }),
  };
}
