/** What the local provider asks for at each level of the vocabulary (0 is the weakest), in the words of its pages. */
import { factorsInWords, factorsOfLevel } from '../../../local/openid-provider/factors.ts';

export function factorsOf(level: number): string {
  return factorsInWords(factorsOfLevel(level));
}
