/** The acr that a request needs, and whether the session's authentication suffices. */
import { errors, interactionPolicy } from 'oidc-provider';

/** The words of a space-separated `acr_values`, in the order to prefer (OpenID Connect Core §3.1.2.1). */
export function acrWords(acrValues: unknown): readonly string[] {
  return typeof acrValues === 'string' ? acrValues.split(' ').filter((word) => word !== '') : [];
}

/**
 * The acr that a sign-in has to reach: the first requested word that the provider knows. A request without `acr_values`,
 * only for a newer sign-in, gets the acr that the session had, so that a newer sign-in is never weaker.
 * @returns undefined when only unknown words are asked for
 */
export function targetAcr(
  vocabulary: readonly string[],
  acrValues: unknown,
  sessionAcr: string | undefined,
): string | undefined {
  const wanted = acrWords(acrValues);
  if (wanted.length > 0) return wanted.find((word) => vocabulary.includes(word));
  return sessionAcr ?? vocabulary[0];
}

/**
 * oidc-provider's policy with one more check: `acr_values` is binding. By default it is voluntary and the provider may
 * ignore it (OpenID Connect Core §5.5.1.1): then the client would be challenged again and again. RFC 9470 §5: an acr that
 * cannot be reached is the error `unmet_authentication_requirements`.
 */
export function createInteractionPolicy(vocabulary: readonly string[]): interactionPolicy.DefaultPolicy {
  const policy = interactionPolicy.base();
  policy.get('login')?.checks.add(
    new interactionPolicy.Check(
      'acr_values',
      'another authentication is required',
      'login_required',
      ({ oidc }) => {
        const wanted = acrWords(oidc.params?.acr_values);
        if (wanted.length > 0 && targetAcr(vocabulary, oidc.params?.acr_values, undefined) === undefined) {
          throw new errors.UnmetAuthenticationRequirements(
            `none of the acr_values "${wanted.join(' ')}" is known: ask for one of "${vocabulary.join(' ')}"`,
          );
        }
        return wanted.length > 0 && !wanted.includes(oidc.session?.acr ?? '');
      },
    ),
  );
  return policy;
}
