/** One check on a deployed API. */
export interface Check {
  readonly name: string;
  /** Throws with what was expected and what came. Where several answers are right, `note` takes which one came. */
  readonly run: (note: (text: string) => void) => Promise<void>;
}
