/** The time that a request has: what is not answered by then is given up, reads and writes included. */
import { FUNCTION_TIMEOUT, REQUEST_DEADLINE } from '../core/contract.ts';

/**
 * Options for middy: REQUEST_DEADLINE after the start it aborts the signal that the handler got, and answers with
 * `answer`, which may throw. Nobody hears what the handler does after that: it is not to log or count it, which
 * would show up in the next request. Counted back from the function's own timeout, which is what Lambda tells.
 */
export function withRequestDeadline<Answer>(answer: () => Answer) {
  return {
    timeoutEarlyInMillis: (FUNCTION_TIMEOUT - REQUEST_DEADLINE) * 1000,
    timeoutEarlyResponse: answer,
  };
}
