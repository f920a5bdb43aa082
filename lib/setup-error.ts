/** Mistakes of whoever deploys: in the trust config, in the CDK code, or a build that is missing. */

/** Its message says what is wrong and what to do, so that it can be shown without a stack trace. */
export class SetupError extends Error {
  override readonly name = 'SetupError';
}
