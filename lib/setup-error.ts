/** Mistakes of the developer who deploys: in the trust config, in the CDK code, or a build that is missing. */

/** The message says what is wrong and what to do: it can be shown without a stack trace. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
