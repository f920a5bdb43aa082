/** The demands of a challenge, as parameters of an authorization request (OpenID Connect Core §3.1.2.1). */
import type { StepUpChallenge } from '../index.ts';

/** Unchanged. A demand that the challenge does not make is left out. */
export function demandsOf({ acrValues, maxAge }: Pick<StepUpChallenge, 'acrValues' | 'maxAge'>) {
  return {
    ...(acrValues.length === 0 ? {} : { acr_values: acrValues.join(' ') }),
    ...(maxAge === undefined ? {} : { max_age: String(maxAge) }),
  };
}
