/**
 * The acr vocabulary and what a route may demand of it.
 *
 * A demand is the set of acceptable words, in the order to prefer (RFC 9470 §3). "At least L" is L and
 * every stronger word of our vocabulary; "one of" is the words as they were listed. Combining two demands
 * is intersecting their sets, so it can only get stricter.
 */

/** Our acr words, weakest to strongest. */
export type AcrVocabulary = readonly string[];

/** `any`: no acr is asked for. Otherwise the acceptable words; none left means nothing can satisfy it. */
export type AcrDemand = 'any' | readonly string[];

/** The demand "`word` or stronger", weakest first: the least trouble for the user is preferred. */
export function atLeast(word: string, vocabulary: AcrVocabulary): AcrDemand {
  const rank = vocabulary.indexOf(word);
  return rank < 0 ? [] : vocabulary.slice(rank);
}

/** The demand "one of `words`", in the order they were listed. */
export function oneOf(words: readonly string[]): AcrDemand {
  return [...new Set(words)];
}

/** What satisfies both demands. The order follows the vocabulary, so that it does not matter which came first. */
export function intersectAcr(a: AcrDemand, b: AcrDemand, vocabulary: AcrVocabulary): AcrDemand {
  if (a === 'any') return b;
  if (b === 'any') return a;
  const both = a.filter((word) => b.includes(word));
  const sameOrder = a.length === b.length && a.every((word, index) => word === b[index]);
  return sameOrder ? a : both.toSorted((one, other) => vocabulary.indexOf(one) - vocabulary.indexOf(other));
}

/** Whether an authentication of this acr (our word, or none) meets the demand. */
export function meetsAcr(acr: string | undefined, demand: AcrDemand): boolean {
  return demand === 'any' || (acr !== undefined && demand.includes(acr));
}
