/** What a step-up can fail with. */
import type { StepUpChallenge } from './challenge.ts';

/**
 * `not_improved`: the user signed in as asked, and the API asks again. Often the provider ignores `acr_values`.
 * `exchange_failed`: the token endpoint gave no grant; `cause` says why.
 * `too_many_requests`: the token endpoint gave no grant now, and may give one after `retryAfter`. Another sign-in does not
 * help. `cause` says why: `error` is `too_many_grants` where the user has too many live grants with this client.
 * `untrusted_token_endpoint`: the challenge asks to send a token to another origin. Nothing was sent.
 */
export type StepUpErrorCode =
  'not_improved' | 'exchange_failed' | 'too_many_requests' | 'untrusted_token_endpoint';

export interface StepUpErrorOptions extends ErrorOptions {
  readonly retryAfter?: number | undefined;
}

/** The error of a call whose step-up has failed. */
export class StepUpError extends Error {
  override readonly name = 'StepUpError';
  readonly code: StepUpErrorCode;
  /** The challenge that could not be answered. */
  readonly challenge: StepUpChallenge;
  /** Seconds to wait before the call is made again, of `too_many_requests`. Undefined if the answer does not say. */
  readonly retryAfter: number | undefined;

  constructor(
    code: StepUpErrorCode,
    message: string,
    challenge: StepUpChallenge,
    options: StepUpErrorOptions = {},
  ) {
    super(message, options);
    this.code = code;
    this.challenge = challenge;
    this.retryAfter = options.retryAfter;
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
