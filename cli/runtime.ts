/** What the commands share: their options, and what they take from their process. */
import type { Administration } from '../admin/administration.ts';
import type { ApiOptions, Connection, TrustAlone } from '../admin/protected-api.ts';
import type { ExitCode } from '../admin/refusals/codes.ts';

/** Options that every command takes. */
export interface GlobalOptions extends ApiOptions {
  /** One JSON document on stdout, for pipelines. */
  readonly json?: boolean;
}

/** What a command takes from its process. Tests have their own. */
export interface Runtime {
  readonly admin: Administration;
  /** Connects once; later calls return the same connection. Throws an AdminRefusal that says which option is missing. */
  readonly connect: (options: GlobalOptions) => Promise<Connection>;
  /** Connects or, if no API is named, takes the trust config alone: for commands that judge files. */
  readonly connectForFiles: (options: GlobalOptions) => Promise<Connection | TrustAlone>;
  /** A line on stdout. */
  readonly print: (line: string) => void;
  /** A line on stderr: progress, warnings. */
  readonly inform: (line: string) => void;
  /** Asks the administrator for a yes; false without a terminal. */
  readonly confirm: (question: string) => Promise<boolean>;
  /** All of standard input. Throws an AdminRefusal if it is a terminal, or has more than `most` bytes. */
  readonly readInput: (most: number) => Promise<string>;
  /**
   * Does work that must not be left half-done: the first Ctrl-C (or SIGTERM) only aborts the signal, a second one
   * ends the process.
   */
  readonly guarded: <T>(work: (interrupted: AbortSignal) => Promise<T>) => Promise<T>;
  /** Sets the exit code of the process. */
  readonly exit: (code: ExitCode) => void;
  /** Whole seconds since 1970. */
  readonly now: () => number;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
