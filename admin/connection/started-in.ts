/** The folder and the environment in which a command was started. */
export interface StartedIn {
  readonly directory: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
}
