/** Why the user is asked to sign in, in one sentence. */
import type { Interaction } from 'oidc-provider';

/**
 * The sentence for the page.
 * @param acr the word that this sign-in has to reach
 * @param vocabulary all words, weakest to strongest
 */
export function reasonOf(
  { prompt, params, session }: Interaction,
  acr: string,
  vocabulary: readonly string[],
): string {
  const known = session?.accountId;
  if (known === undefined) return `Sign in to go on to ${String(params.client_id)}.`;
  const { reasons } = prompt;
  const stronger = vocabulary.indexOf(acr) > vocabulary.indexOf(session?.acr ?? '');
  const fresher = reasons.includes('max_age') || reasons.includes('login_prompt');
  const demand = stronger
    ? `a stronger ${fresher ? 'and newer ' : ''}sign-in`
    : `a ${fresher ? 'newer' : 'different'} sign-in`;
  return `You are signed in, but for this the API asks for ${demand}.`;
}
