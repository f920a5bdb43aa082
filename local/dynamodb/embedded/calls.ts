/**
 * One call of dynalite. dynalite throws what it does not expect, mostly in a callback, which would end the thread and leave
 * the item locked. Here it ends the call alone.
 */
import { AsyncLocalStorage } from 'node:async_hooks';
import type { Lock, Store } from 'dynalite/db/index.js';

interface Call {
  readonly fail: (error: unknown) => void;
  /** What the call has locked: each gives up one lock. */
  readonly locks: Set<() => void>;
}

const calls = new AsyncLocalStorage<Call>();

/** Runs a call. `fail` gets what it throws, at once or later, and may get more than one. Its locks are given up before. */
export function runCall(work: () => void, fail: (error: unknown) => void): void {
  const call: Call = { fail, locks: new Set() };
  calls.run(call, () => {
    try {
      work();
    } catch (error) {
      end(call, error);
    }
  });
}

/** From now on an error of a call ends the call; any other ends the thread, as without this. */
export function endFailedCalls(): void {
  process.on('uncaughtException', (error) => {
    const call = calls.getStore();
    if (call === undefined) throw error;
    end(call, error);
  });
}

/** Lets the calls know their locks. */
export function followLocks(store: Store): void {
  const plainItems = store.getItemDb;
  store.getItemDb = (name) => {
    const plain = plainItems(name);
    return { ...plain, lock: followed(plain.lock) };
  };
}

function end(call: Call, error: unknown): void {
  for (const giveUp of call.locks) giveUp();
  call.fail(error);
}

function followed(plain: Lock): Lock {
  return (key, work) => {
    const call = calls.getStore();
    plain(key, (release) => {
      const giveUp = () => {
        call?.locks.delete(giveUp);
        // Without any effect the second time.
        release(() => undefined)();
      };
      call?.locks.add(giveUp);
      // Who waited for a lock is called by the one who gave it up, and in the context of that call.
      const goOn = () => {
        work((then) => (...results) => {
          giveUp();
          then(...results);
        });
      };
      if (call === undefined) goOn();
      else calls.run(call, goOn);
    });
  };
}
