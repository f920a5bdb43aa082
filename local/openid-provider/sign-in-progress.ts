/** Sign-ins that are under way: who passed which factors so far. */
import type { Factor } from './factors.ts';

/** What is known of the user at one moment of an interaction. */
export interface Progress {
  /** Known once the password was right. */
  readonly username?: string;
  readonly passed: readonly Factor[];
}

/** Remembered at most: the oldest give way, and start again with the password. */
const MOST = 1000;

/** Progress by the id of the interaction. */
export class ProgressBook {
  readonly #entries = new Map<string, Progress>();

  /** Where the interaction stands. */
  get(interaction: string): Progress {
    return this.#entries.get(interaction) ?? { passed: [] };
  }

  /** Notes a step forward. */
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
