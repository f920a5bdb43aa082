/** Where a command was started. */
export interface StartedIn {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
