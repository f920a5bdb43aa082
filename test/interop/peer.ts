/** What a peer is: a program that others wrote, which is run against what we ship. */

/** One thing that was looked at. `problem` says what is wrong; undefined where nothing is. */
export interface Check {
  readonly name: string;
  readonly problem: string | undefined;
}

export interface Report {
  readonly check: (check: Check) => void;
  /** A line for the reader: what was done, or bridged. */
  readonly note: (line: string) => void;
}

/** What all four steps of a peer have. */
export interface Step {
  /** Aborts when the time of the peer is over, or the user ends the run. */
  readonly signal: AbortSignal;
  /** For downloads and installations, kept from run to run; git ignores it. */
  readonly home: string;
}

export interface Peer {
  /** As `--without` takes it. */
  readonly name: string;
  readonly version: string;
  /** What is done with it, in a sentence. */
  readonly does: string;
  /** Seconds for all its steps, with a cold installation on two busy cores. */
  readonly limit: number;
  /** Does nothing where this version is installed. Rejects with what is missing on this machine. */
  readonly install: (step: Step) => Promise<void>;
  /** Starts its server, or ours that it calls. */
  readonly start: (step: Step) => Promise<void>;
  readonly test: (report: Report, step: Step & { readonly full: boolean }) => Promise<void>;
  /** Stops what was started, also where it was started halfway. */
  readonly stop: () => Promise<void>;
}

/** For a peer without a server. */
export const nothing = (): Promise<void> => Promise.resolve();
