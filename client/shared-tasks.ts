/** Tasks that several callers wait for. A task is cancelled when no caller waits for it any more. */

interface Task<T> {
  readonly key: string;
  readonly promise: Promise<T>;
  readonly controller: AbortController;
  waiting: number;
}

export class SharedTasks<T> {
  readonly #running = new Map<string, Task<T>>();
  #lastEnded: Task<T> | undefined;
  #ended = 0;

  /** How many tasks have succeeded so far. */
  ended(): number {
    return this.#ended;
  }

  /**
   * The result of a task with this key: of one that is running, else of the last one that succeeded if that was after
   * `ended` was read, else of a new one. Rejects when `signal` aborts; the task aborts when no caller is left.
   */
  async join(
    key: string,
    ended: number,
    signal: AbortSignal,
    start: (signal: AbortSignal) => Promise<T>,
  ): Promise<T> {
    signal.throwIfAborted();
    const last = this.#lastEnded?.key === key && this.#ended > ended ? this.#lastEnded : undefined;
    const task = this.#running.get(key) ?? last ?? this.#start(key, start);
    task.waiting += 1;
    try {
      return await abortable(task.promise, signal);
    } finally {
      task.waiting -= 1;
      if (task.waiting === 0 && this.#stop(task)) task.controller.abort(signal.reason);
    }
  }

  /** Cancels the running tasks, for this reason, and forgets the last one that succeeded. */
  clear(reason: unknown): void {
    this.#lastEnded = undefined;
    for (const task of this.#running.values()) {
      this.#stop(task);
      task.controller.abort(reason);
    }
  }

  #start(key: string, start: (signal: AbortSignal) => Promise<T>): Task<T> {
    const controller = new AbortController();
    const task: Task<T> = { key, promise: start(controller.signal), controller, waiting: 0 };
    this.#running.set(key, task);
    const end = (lastEnded: Task<T> | undefined) => {
      if (!this.#stop(task) || lastEnded === undefined) return;
      this.#lastEnded = lastEnded;
      this.#ended += 1;
    };
    task.promise.then(
      () => {
        end(task);
      },
      () => {
        end(undefined);
      },
    );
    return task;
  }

  /** Returns whether the task was running. */
  #stop(task: Task<T>): boolean {
    return this.#running.get(task.key) === task && this.#running.delete(task.key);
  }
}

/** The result of a promise, unless the signal aborts before. */
export async function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  promise.catch(() => undefined);
  signal.throwIfAborted();
  const settled = new AbortController();
  const aborted = new Promise((resolve) => {
    signal.addEventListener('abort', resolve, { signal: settled.signal });
  });
  const rejected = aborted.then(() => {
    signal.throwIfAborted();
    return promise;
  });
  try {
    return await Promise.race([rejected, promise]);
  } finally {
    settled.abort();
  }
}
