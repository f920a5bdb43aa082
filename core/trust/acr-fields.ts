/** How the acr of an issuer is read: the field `acr` of a trusted issuer. */
import * as v from 'valibot';
import { checkWhole, closedObject, shortList, valuesIn, withoutList } from './every-mistake.ts';
import { claimName, NAME, UNUSABLE } from './names.ts';

export const acrWord = v.pipe(
  v.string('write an acr word as text'),
  v.regex(
    /^[!#-[\]-~]{1,128}$/,
    'write an acr word of 1 to 128 printable ASCII characters, without space, quotation mark and backslash: it stands in a header',
  ),
);

/** The acr vocabulary as the config has it, mistakes included. Undefined: it has no list, and no word is checked. */
type Vocabulary = readonly unknown[] | undefined;

/** The ways to read an acr. An issuer has one. */
const WAYS = ['values', 'numbers', 'methods'] as const;

export function acrReading(vocabulary: Vocabulary) {
  return v.pipe(
    closedObject({
      claim: v.optional(
        v.pipe(
          claimName,
          v.description(
            'The claim that holds the acr: a word, or a list of words such as `acrs` of Entra ID. By default that of the profile.',
          ),
        ),
      ),
      list: v.optional(
        v.pipe(
          v.boolean('expected true or false'),
          v.description(
            'Whether a list in the claim vouches for each of its words. By default yes, but not in the claim `acr`.',
          ),
        ),
      ),
      values: v.optional(
        v.pipe(
          mapping(acrWord, 'map the words of the issuer to yours, such as {"mfa": "urn:example:loa:2"}'),
          checkWhole((values) => strayWords(values, vocabulary)),
          v.description('Words of the issuer, each with the word of your vocabulary that it stands for.'),
        ),
      ),
      numbers: v.optional(
        v.pipe(
          mapping(level, 'map the numbers of the issuer to your words, such as {"2": "urn:example:loa:2"}'),
          checkWhole((numbers) => strayWords(numbers, vocabulary)),
          v.description(
            'Whole numbers of the issuer, each with the word of your vocabulary that it stands for. The claim has one as a number or as text. A number that is not listed is no word.',
          ),
        ),
      ),
      methods: v.optional(methodSets(vocabulary)),
      request: v.optional(
        v.pipe(
          withoutList(
            v.record(
              v.string(),
              acrWord,
              'map your words to those of the issuer, such as {"urn:example:loa:2": "mfa"}',
            ),
          ),
          checkWhole((words) => strayKeys(words, vocabulary)),
          v.description(
            'What a challenge asks the issuer for, for each of your words. By default the words of the issuer that stand for it; with `methods`, your word itself.',
          ),
        ),
      ),
    }),
    checkWhole(mistakesTogether),
  );
}

const level = v.pipe(
  v.string('write the number as text'),
  v.regex(/^(0|[1-9]\d{0,8})$/, 'write a whole number from 0 to 999999999, without zeros before it'),
);

function mapping<Key extends v.GenericSchema<string, string>>(key: Key, message: string) {
  return withoutList(v.record(key, v.string('map it to one of your acr words, as text'), message));
}

/** What the sets of methods may be at the most. */
const MOST = { sets: 32, methods: 16 };

function methodSets(vocabulary: Vocabulary) {
  const method = v.pipe(
    v.string('write a method as text'),
    v.regex(
      NAME,
      'name the method, such as otp, in 1 to 255 characters, none of which is a control character',
    ),
  );
  const set = closedObject({
    all: v.pipe(
      shortList(v.array(method, 'list the methods, such as ["pwd", "otp"]'), MOST.methods, 'methods'),
      v.minLength(1, 'list at least one method'),
      v.description('Methods which a sign-in has to have, all of them.'),
    ),
    acr: v.pipe(
      v.string('map them to one of your acr words, as text'),
      checkWhole((word) => strayWords({ 'the set': word }, vocabulary)),
      v.description('The word of your vocabulary that these methods show.'),
    ),
  });
  return v.pipe(
    shortList(
      v.pipe(
        v.array(set, 'list sets of methods, such as [{"all": ["pwd", "otp"], "acr": "urn:example:loa:2"}]'),
        v.minLength(1, 'list at least one set of methods'),
      ),
      MOST.sets,
      'sets of methods',
    ),
    v.description(
      'Reads the acr from the methods (`amr`): of the sets that a sign-in wholly has, the one with the strongest word counts.',
    ),
  );
}

/** A message for each word that is mapped to a word outside the vocabulary. */
function strayWords(mapped: unknown, vocabulary: Vocabulary): string[] {
  if (vocabulary === undefined) return [];
  return Object.entries(membersOf(mapped))
    .filter(([, ours]) => typeof ours === 'string' && !vocabulary.includes(ours))
    .map(
      ([word, ours]) =>
        `${word} is mapped to ${String(ours)}, which is not one of your acr words: add it to acr, or map ${word} to one that is there`,
    );
}

/** A message for each word outside the vocabulary. */
function strayKeys(words: unknown, vocabulary: Vocabulary): string[] {
  if (vocabulary === undefined) return [];
  return Object.keys(membersOf(words))
    .filter((word) => !vocabulary.includes(word))
    .map((word) => `${word} is not one of your acr words: write one of them, or add it to acr`);
}

function mistakesTogether(acr: unknown): string[] {
  const given = membersOf(acr);
  const ways = WAYS.filter((way) => given[way] !== undefined);
  const idle = ['claim', 'list'].filter((field) => given[field] !== undefined);
  return [
    ...(ways.length > 1 ? [`${ways.join(' and ')} are different ways to read the acr: keep one`] : []),
    ...(given.methods !== undefined && idle.length > 0
      ? [`${idle.join(' and ')} has no effect beside methods: remove it`]
      : []),
    ...(ways.length === 1 ? unshown(given) : []),
  ];
}

/** A message for each word that a challenge never asks for, since the issuer has nothing for it. */
function unshown({ values, numbers, methods, request }: Readonly<Record<string, unknown>>): string[] {
  const shown = [
    ...Object.values(membersOf(values ?? numbers)),
    ...valuesIn(methods).map((set) => membersOf(set).acr),
  ];
  return Object.keys(membersOf(request))
    .filter((word) => !shown.includes(word))
    .map(
      (word) => `request names ${word}, for which the issuer has nothing: map something to it, or remove it`,
    );
}

function membersOf(value: unknown): Readonly<Record<string, unknown>> {
  return v.is(v.record(v.string(), v.unknown()), value) ? value : {};
}

const RECORDS = ['values', 'numbers', 'request'] as const;

/** The mappings which the library would drop in silence, each with its field below `acr`. */
export function lostMappings(acr: unknown): readonly { readonly field: string; readonly word: string }[] {
  const given = v.is(v.looseObject({}), acr) ? acr : {};
  return RECORDS.flatMap((field) => {
    const record: unknown = Reflect.get(given, field);
    if (typeof record !== 'object' || record === null) return [];
    return UNUSABLE.filter((word) => Object.hasOwn(record, word)).map((word) => ({ field, word }));
  });
}
