/** Sign-ins in progress: the user and the factors so far. */
import type { Factor } from './factors.ts';

/** The progress of one interaction. */
export interface Progress {
  /** Known when the password has been accepted. */
  readonly username?: string;
  readonly passed: readonly Factor[];
}

/** The most interactions that are remembered. The oldest is dropped, and starts again with the password. */
const MOST = 1000;

/** Progress by the id of the interaction. */
export class ProgressBook {
  readonly #entries = new Map<string, Progress>();

  /** The progress of an interaction. */
  get(interaction: string): Progress {
    return this.#entries.get(interaction) ?? { passed: [] };
  }

  /** Stores the new progress. */
  set(interaction: string, progress: Progress): void {
    this.#entries.set(interaction, progress);
    const oldest = this.#entries.keys().next();
    if (this.#entries.size > MOST && oldest.done !== true) this.#entries.delete(oldest.value);
  }

  /** Forgets an interaction that has ended. */
  delete(interaction: string): void {
    this.#entries.delete(interaction);
  }
}
