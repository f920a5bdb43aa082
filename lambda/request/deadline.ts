/** The time limit of a request: after it, the request is given up, with its reads and writes. */
import { FUNCTION_TIMEOUT, REQUEST_DEADLINE } from '../../core/contract.ts';

/**
 * Options for middy. REQUEST_DEADLINE after the start, middy aborts the signal that the handler got, and answers with
 * `answer`, which may throw. After that, the handler must not log or count: its output would appear in the next request.
 * The time is counted back from the function's own timeout, because Lambda gives only the remaining time.
 */
export function withRequestDeadline<Answer>(answer: () => Answer) {
  return {
    timeoutEarlyInMillis: (FUNCTION_TIMEOUT - REQUEST_DEADLINE) * 1000,
    timeoutEarlyResponse: answer,
  };
}
