/** Translates acr words between an issuer and us. */
import type { AcrVocabulary } from '../policy/acr.ts';
import type { TrustedIssuer } from '../trust/trust-config.ts';

/** A trusted issuer with its translation of acr words. */
export interface IssuerTrust {
  readonly issuer: TrustedIssuer;
  readonly words: IssuerWords;
}

/** One issuer's acr words, translated both ways. */
export interface IssuerWords {
  /** Our word for the issuer's acr claim; undefined for a word that is not mapped, and for no word at all. */
  readonly toOurs: (claim: unknown) => string | undefined;
  /** The issuer's words for ours, in the same order. */
  readonly toTheirs: (words: readonly string[]) => readonly string[];
  /** Our words that this issuer can vouch for. */
  readonly reachable: readonly string[];
}

export function issuerWords(acr: TrustedIssuer['acr'], vocabulary: AcrVocabulary): IssuerWords {
  const pairs =
    acr.values === undefined ? vocabulary.map((word) => [word, word] as const) : Object.entries(acr.values);
  // In a Map, since an object would also have a member for the word `constructor`.
  const ours = new Map(pairs);
  const reachable = vocabulary.filter((word) => pairs.some(([, our]) => our === word));
  return {
    toOurs: (claim) =>
      strongest(
        wordsOf(claim, acr.claim).map((word) => ours.get(word)),
        vocabulary,
      ),
    toTheirs: (words) =>
      words.flatMap((word) => pairs.filter(([, our]) => our === word).map(([their]) => their)),
    reachable,
  };
}

/**
 * In a claim of the issuer's own (Entra ID's `acrs`), a list vouches for each of its words. The claim `acr` is one
 * string (OpenID Connect Core §2): a list there is not valid, and counts as no word.
 */
function wordsOf(value: unknown, claim: string): readonly string[] {
  const words: readonly unknown[] = Array.isArray(value) && claim !== 'acr' ? value : [value];
  return words.filter((word) => typeof word === 'string');
}

function strongest(words: readonly (string | undefined)[], vocabulary: AcrVocabulary): string | undefined {
  return vocabulary.findLast((word) => words.includes(word));
}
