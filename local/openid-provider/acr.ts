/** Which authentication a request needs, and when the session's own does not suffice. */
import { errors, interactionPolicy } from 'oidc-provider';

/** The words of a space-separated `acr_values`, in the order to prefer (OpenID Connect Core §3.1.2.1). */
export function acrWords(acrValues: unknown): readonly string[] {
  return typeof acrValues === 'string' ? acrValues.split(' ').filter((word) => word !== '') : [];
}

/**
 * The acr that a sign-in has to reach: the first word asked for that the provider knows. Who asks for none,
 * only for a newer sign-in, gets back the acr the session had, so that being fresher never means being weaker.
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
 * oidc-provider's policy with one check more: `acr_values` is binding. By itself it is a wish that the provider
 * may ignore (OpenID Connect Core §5.5.1.1), and then the client would be challenged for ever. RFC 9470 §5: what
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
