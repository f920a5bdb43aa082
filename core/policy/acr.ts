/**
 * The acr vocabulary, and the acr demand of a route.
 *
 * A demand is the set of acceptable words, in the order of preference (RFC 9470 §3). "At least L" is L and every
 * stronger word of our vocabulary; "one of" is the listed words. Two demands are combined by intersecting their sets, so
 * the result can only be stricter.
 */

/** Our acr words, weakest to strongest. */
export type AcrVocabulary = readonly string[];

/** `any`: no acr is asked for. Otherwise the acceptable words; no acr satisfies an empty list. */
export type AcrDemand = 'any' | readonly string[];

/** The demand "`word` or stronger", weakest first: the sign-in with the least effort for the user is preferred. */
export function atLeast(word: string, vocabulary: AcrVocabulary): AcrDemand {
  const rank = vocabulary.indexOf(word);
  return rank < 0 ? [] : vocabulary.slice(rank);
}

/** The demand "one of `words`", in the order they were listed. */
export function oneOf(words: readonly string[]): AcrDemand {
  return [...new Set(words)];
}

/** The words that satisfy both demands, in the order of the vocabulary: the order of the arguments does not matter. */
export function intersectAcr(a: AcrDemand, b: AcrDemand, vocabulary: AcrVocabulary): AcrDemand {
  if (a === 'any') return b;
  if (b === 'any') return a;
  const both = a.filter((word) => b.includes(word));
  const sameOrder = a.length === b.length && a.every((word, index) => word === b[index]);
  return sameOrder ? a : both.toSorted((one, other) => vocabulary.indexOf(one) - vocabulary.indexOf(other));
}

/** Whether an authentication with this acr (one of our words, or undefined) meets the demand. */
export function meetsAcr(acr: string | undefined, demand: AcrDemand): boolean {
  return demand === 'any' || (acr !== undefined && demand.includes(acr));
}
