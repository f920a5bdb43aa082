/** Why the user is asked to sign in, in one sentence. */
import type { Interaction } from 'oidc-provider';

/**
 * The sentence for the page.
 * @param acr the word that this sign-in is to reach
 * @param vocabulary all words, weakest to strongest
 */
export function reasonOf(interaction: Interaction, acr: string, vocabulary: readonly string[]): string {
  const { prompt, params, session } = interaction;
  const wishes: string[] = [];
  if (prompt.reasons.includes('acr_values')) {
    const stronger = session?.acr !== undefined && vocabulary.indexOf(acr) > vocabulary.indexOf(session.acr);
    wishes.push(`for ${stronger ? 'stronger authentication' : 'the authentication level'}: ${acr}`);
  }
  if (prompt.reasons.includes('max_age')) {
    wishes.push(`for a sign-in not older than ${String(params.max_age)} seconds`);
  } else if (prompt.reasons.includes('login_prompt')) {
    wishes.push('for a new sign-in');
  }
  if (wishes.length > 0) return `The API asked ${wishes.reverse().join(', and ')}.`;
  return `Sign in to go on to ${String(params.client_id)}.`;
}
