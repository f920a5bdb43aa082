/** What a step-up can fail with. */
import type { StepUpChallenge } from './challenge.ts';

/**
 * `not_improved`: the user signed in as asked, and the API asks again. Often the provider ignores `acr_values`.
 * `exchange_failed`: the token endpoint gave no grant; `cause` says why.
 * `untrusted_token_endpoint`: the challenge asks to send a token to another origin. Nothing was sent.
 */
export type StepUpErrorCode = 'not_improved' | 'exchange_failed' | 'untrusted_token_endpoint';

/** The error of a call whose step-up has failed. */
export class StepUpError extends Error {
  override readonly name = 'StepUpError';
  readonly code: StepUpErrorCode;
  /** The challenge that could not be answered. */
  readonly challenge: StepUpChallenge;

  constructor(code: StepUpErrorCode, message: string, challenge: StepUpChallenge, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
    this.challenge = challenge;
  }
}

/** The user has signed in as asked, and the API asks again. */
export function notImproved(challenge: StepUpChallenge, options?: ErrorOptions): StepUpError {
  return new StepUpError(
    'not_improved',
    'The sign-in is still not what the API asks for: does the provider know these acr_values, and honour max_age?',
    challenge,
    options,
  );
}
