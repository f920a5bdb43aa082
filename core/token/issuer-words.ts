/** Translates acr words between an issuer and us. */
import type { AcrVocabulary } from '../policy/acr.ts';
import { askedWords, wordPairs } from '../trust/asked-words.ts';
import type { WordPair } from '../trust/asked-words.ts';
import { signInSettings } from '../trust/sign-in-settings.ts';
import type { TrustedIssuer } from '../trust/trust-config.ts';

/** A trusted issuer with its translation of acr words. */
export interface IssuerTrust {
  readonly issuer: TrustedIssuer;
  readonly words: IssuerWords;
}

/** One issuer's acr words, translated both ways. */
export interface IssuerWords {
  /**
   * Our word for what the issuer said: the value of its acr claim, and the methods, undefined where they cannot be read.
   * `acr` is undefined for what is not mapped, and for nothing at all.
   */
  readonly toOurs: (claim: unknown, methods: readonly string[] | undefined) => ShownAcr;
  /** What a challenge asks the issuer for, in the order of our words. */
  readonly toTheirs: (words: readonly string[]) => readonly string[];
  /** Our words that this issuer can vouch for. */
  readonly reachable: readonly string[];
  /** How the acr is read. */
  readonly reads: 'values' | 'numbers' | 'methods';
  /** What of the issuer stands for one of our words: words, numbers, or sets such as `pwd+otp`. For readers. */
  readonly known: readonly string[];
  /** Whether a token can say several words: then the strongest counts. */
  readonly saysSeveral: boolean;
}

export interface ShownAcr {
  readonly acr: string | undefined;
  /** Sets of methods, each of which shows the word by itself. None: the word is not shown by methods. */
  readonly shownBy: readonly (readonly string[])[];
  /** Weaker words that other sets show, strongest first. */
  readonly weaker: readonly { readonly acr: string; readonly shownBy: ShownAcr['shownBy'] }[];
}

/** What an owner writes of acr, or leaves to the profile. */
type AcrIssuer = Pick<TrustedIssuer, 'profile' | 'acr' | 'amr' | 'authTime'>;

export function issuerWords(issuer: AcrIssuer, vocabulary: AcrVocabulary): IssuerWords {
  const { methods, numbers } = issuer.acr;
  const pairs = wordPairs(issuer.acr, vocabulary);
  return {
    toOurs: methods === undefined ? byValue(issuer, pairs, vocabulary) : byMethods(methods, vocabulary),
    toTheirs: askedWords(issuer.acr, pairs),
    reachable: vocabulary.filter((word) => pairs.some(([, our]) => our === word)),
    reads: methods !== undefined ? 'methods' : numbers === undefined ? 'values' : 'numbers',
    known: methods?.map(({ all }) => all.join('+')) ?? pairs.map(([their]) => their),
    saysSeveral: methods !== undefined || signInSettings(issuer).isAcrList,
  };
}

function byValue(
  issuer: AcrIssuer,
  pairs: readonly WordPair[],
  vocabulary: AcrVocabulary,
): IssuerWords['toOurs'] {
  // In a Map, since an object would also have a member for the word `constructor`.
  const ours = new Map(pairs);
  const textOf = issuer.acr.numbers === undefined ? wordIn : numberIn;
  const { isAcrList } = signInSettings(issuer);
  return (claim) => {
    const said: readonly unknown[] = Array.isArray(claim) && isAcrList ? claim : [claim];
    const words = said.map(textOf).map((text) => (text === undefined ? undefined : ours.get(text)));
    return { acr: strongest(words, vocabulary), shownBy: [], weaker: [] };
  };
}

type MethodSets = NonNullable<TrustedIssuer['acr']['methods']>;

/** The set with the strongest word counts, of those that the sign-in wholly has. */
function byMethods(sets: MethodSets, vocabulary: AcrVocabulary): IssuerWords['toOurs'] {
  return (_, methods = []) => {
    const had = sets.filter(({ all }) => all.every((method) => methods.includes(method)));
    const setsOf = (acr: string) => had.filter((set) => set.acr === acr).map(({ all }) => all);
    const words = vocabulary.filter((word) => had.some(({ acr }) => acr === word)).toReversed();
    const [first, ...weaker] = words.map((acr) => ({ acr, shownBy: setsOf(acr) }));
    return { ...(first ?? { acr: undefined, shownBy: [] }), weaker };
  };
}

function wordIn(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** A whole number as it is written, also as text. Any other text or number is not one of those in the config. */
function numberIn(value: unknown): string | undefined {
  return typeof value === 'number' ? String(value) : wordIn(value);
}

function strongest(words: readonly (string | undefined)[], vocabulary: AcrVocabulary): string | undefined {
  return vocabulary.findLast((word) => words.includes(word));
}
