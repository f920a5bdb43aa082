/** The demands of a challenge, as parameters of an authorization request (OpenID Connect Core §3.1.2.1). */
import type { StepUpChallenge } from '../index.ts';

/**
 * Unchanged. A demand that the challenge does not make is left out. A claims request (§5.5) stands in place of acr_values: it
 * asks for the same, of a provider that does not read these.
 */
export function demandsOf({
  acrValues,
  maxAge,
  claims,
}: Omit<StepUpChallenge, 'reason'>): Readonly<Record<string, string>> {
  const acr: [string, string][] = acrValues.length === 0 ? [] : [['acr_values', acrValues.join(' ')]];
  return Object.fromEntries([
    ...(claims === undefined ? acr : [['claims', claims] as const]),
    ...(maxAge === undefined ? [] : [['max_age', String(maxAge)] as const]),
  ]);
}
