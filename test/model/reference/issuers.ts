/**
 * The reference: what the claims of an issuer mean, and which of its keys count, written from docs/deploy.md and
 * docs/security.md. The reference shares no code with the product, and is slow and plain on purpose.
 */
import { LADDER } from './rules.ts';
import type { Acr, Said, SignIn } from './rules.ts';

export type IssuerName = 'first' | 'second';

/** How the trust config reads the acr of the second issuer: as at first, corrected, from another claim, or from the methods. */
export type Mapping = 'usual' | 'corrected' | 'otherClaim' | 'methods';

export const MAPPINGS: readonly Mapping[] = ['usual', 'corrected', 'otherClaim', 'methods'];

/** How the issuers write their tokens, by the profile that the trust config has for them. */
export interface Writing {
  /** The names of the claims with the acr, with the other list of acr words, and with the methods. */
  readonly claims: Readonly<Record<Meaning['claim'], string>>;
  /** The acr is a list of one word. */
  readonly isList: boolean;
  /** Nothing but the time of a sign-in shows that somebody signed in. */
  readonly isShownByTime: boolean;
  /** The methods are objects, and the time of the sign-in stands with each of them alone. */
  readonly hasTimedMethods: boolean;
}

/** The acr words of each issuer, weakest first. */
export const WORDS: Readonly<Record<IssuerName, readonly string[]>> = {
  first: LADDER,
  second: ['bronze', 'silver', 'gold'],
};

/** Which claim the acr is read from, and what its words, or its sets of methods, mean, as the trust config has it. */
export interface Meaning {
  readonly claim: 'acr' | 'acrs' | 'amr';
  readonly values: Readonly<Record<string, Acr>>;
  readonly methods?: readonly { readonly all: readonly string[]; readonly acr: Acr }[];
}

/** The field `acr` of an issuer in the trust config. */
export const acrField = ({ claim, values, methods }: Meaning, { claims }: Writing): object =>
  methods === undefined ? { claim: claims[claim], values } : { methods };

const OWN: Meaning = { claim: 'acr', values: { loa1: 'loa1', loa2: 'loa2', loa3: 'loa3' } };

const SECOND: Readonly<Record<Mapping, Meaning>> = {
  usual: { claim: 'acr', values: { bronze: 'loa1', silver: 'loa2', gold: 'loa3' } },
  corrected: { claim: 'acr', values: { bronze: 'loa1', silver: 'loa1', gold: 'loa3' } },
  otherClaim: { claim: 'acrs', values: { bronze: 'loa1', silver: 'loa2', gold: 'loa3' } },
  // A challenge asks for our own words, since the issuer has none.
  methods: {
    claim: 'amr',
    values: { loa1: 'loa1', loa2: 'loa2', loa3: 'loa3' },
    methods: [
      { all: ['pwd'], acr: 'loa1' },
      { all: ['otp'], acr: 'loa2' },
      { all: ['sms'], acr: 'loa1' },
      { all: ['otp', 'pwd'], acr: 'loa3' },
    ],
  },
};

export const meaningOf = (issuer: IssuerName, mapping: Mapping): Meaning =>
  issuer === 'first' ? OWN : SECOND[mapping];

/** Of the times `exp` and `auth_time`, the second in which they lie counts. */
export const secondOf = (time: number) => Math.floor(time);

/** What the token of a sign-in can say of it: where only methods have a time, there is one that no rule knows. */
export function saidIn({ hasTimedMethods }: Writing, said: Said): Said {
  return hasTimedMethods && said.at !== undefined ? { ...said, amr: said.amr ?? ['password'] } : said;
}

/** Whether the token of this sign-in shows that somebody signed in. */
export const isShown = ({ isShownByTime }: Writing, { at }: Said) => !isShownByTime || at !== undefined;

/** The sign-in in our words: the strongest of them. */
export function signInBy({ acr, acrs, amr, at }: Said, { claim, values, methods = [] }: Meaning): SignIn {
  const words = { acr: [acr], acrs: acrs ?? [], amr: [] }[claim];
  const had = methods.filter(({ all }) => all.every((method) => amr?.includes(method)));
  const ours = [
    ...words.flatMap((word) => (word === undefined ? [] : (values[word] ?? []))),
    ...had.map((set) => set.acr),
  ];
  return {
    acr: LADDER.findLast((word) => ours.includes(word)),
    amr,
    at: at === undefined ? undefined : secondOf(at),
  };
}

/** The words of the issuer for ours. None where the issuer cannot vouch for any. */
export function theirWords(ours: readonly Acr[], { values }: Meaning): readonly string[] {
  return Object.entries(values).flatMap(([word, our]) => (ours.includes(our) ? [word] : []));
}

/** Times of the reference's own, in seconds, which no clock moves back. */
export interface Key {
  readonly addedAt: number;
  /** When it went from the key set, or was shown in private. */
  readonly removedAt: number | undefined;
}

/** Since when the key set cannot be fetched, if it cannot; `healedAt`: since when it can again. */
export interface KeySetHealth {
  readonly failingSince: number | undefined;
  readonly healedAt: number;
}

export type KeyVerdict = 'good' | 'bad' | 'fault';

/** A new key is looked for at most this often; a key set that failed is fetched again within this time. In seconds. */
const UNKNOWN_KEY_BOUND = 10;
const REFRESH_BOUND = 30;
/** How long a removed key may count, and how long keys count while they cannot be fetched. In seconds. */
const REMOVED_KEY_BOUND = 600;
const STALE_KEYS_BOUND = 3_600;
/** Less than the bound by the longest time that a key set is in memory before it is fetched again. */
const SURELY_IN_MEMORY = STALE_KEYS_BOUND - 600;

/** What may come of a signature by the key. `provenAt`: when the same function has last accepted the key. */
export function keyVerdicts(
  { addedAt, removedAt }: Key,
  { failingSince, healedAt }: KeySetHealth,
  provenAt: number | undefined,
  now: number,
): readonly KeyVerdict[] {
  const failing = failingSince !== undefined;
  if (failing && now - failingSince > STALE_KEYS_BOUND)
    return removedAt === undefined ? ['fault'] : ['fault', 'bad'];
  const isTroubled = failing || now - healedAt <= REFRESH_BOUND;
  if (removedAt !== undefined) {
    const isOver = !failing && now - Math.max(removedAt, healedAt) > REMOVED_KEY_BOUND;
    return isOver ? ['bad'] : isTroubled ? ['good', 'bad', 'fault'] : ['good', 'bad'];
  }
  if (provenAt !== undefined && now - provenAt < SURELY_IN_MEMORY) return ['good'];
  const isNew = now - addedAt <= UNKNOWN_KEY_BOUND;
  return ['good', ...(isNew ? (['bad'] as const) : []), ...(isTroubled ? (['fault'] as const) : [])];
}
