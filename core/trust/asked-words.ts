/** What of an issuer stands for our words, and what a challenge asks it for: by its setting `acr`. */

/** How an acr is read, as its owner writes it. */
export interface WrittenWords {
  readonly values?: Readonly<Record<string, string>> | undefined;
  readonly numbers?: Readonly<Record<string, string>> | undefined;
  readonly methods?: readonly { readonly acr: string }[] | undefined;
  readonly request?: Readonly<Record<string, string>> | undefined;
}

export type WordPair = readonly [their: string, our: string];

/** The words of the issuer that may be asked for, each with the one of ours that it stands for. */
export function wordPairs(
  { values, numbers, methods }: WrittenWords,
  vocabulary: readonly string[],
): readonly WordPair[] {
  const mapped = numbers ?? values;
  if (methods === undefined && mapped !== undefined) return Object.entries(mapped);
  // Sets of methods are no words of the issuer: it is asked for ours.
  const ours =
    methods === undefined ? vocabulary : vocabulary.filter((word) => methods.some(({ acr }) => acr === word));
  return ours.map((word) => [word, word] as const);
}

/** What a challenge asks for in place of our words, in their order. */
export function askedWords(
  { request }: WrittenWords,
  pairs: readonly WordPair[],
): (words: readonly string[]) => readonly string[] {
  // In a Map, since an object would also have a member for the word `constructor`.
  const asked = new Map(Object.entries(request ?? {}));
  return (words) =>
    words.flatMap((word) => {
      const own = asked.get(word);
      const theirs = pairs.filter(([, our]) => our === word).map(([their]) => their);
      return own === undefined || theirs.length === 0 ? theirs : [own];
    });
}
