/** What the local provider asks for at each level of the vocabulary, in the words of its pages. */
import { factorsInWords, factorsOfLevel } from '../../../local/openid-provider/factors.ts';
import type { ConsoleState } from '../../wire/api.ts';

/** Undefined for a word that the vocabulary lacks, and at another provider, which has its own factors. */
export function factorsAt({ acr, signIn }: ConsoleState, word: string): string | undefined {
  const level = acr.indexOf(word);
  return level < 0 || signIn.provider !== 'local' ? undefined : factorsInWords(factorsOfLevel(level));
}
