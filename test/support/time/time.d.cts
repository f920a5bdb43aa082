/** Puts the clock of this file into the process, and its limits if so told. Returns how to take them out again. */
export function install(
  file: string,
  parts: {
    readonly limits: boolean;
    /** The least patience that counts here. */
    readonly shortest?: number;
  },
): () => void;

/** The environment that puts the time of this file into another process. */
export function environmentOf(file: string): Readonly<Record<string, string>>;

/** Puts the real ones back where a test file that failed has left others. */
export function takeOutLeftovers(): void;
