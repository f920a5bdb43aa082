/**
 * What only the whole trust config shows: fields that nobody knows, issuers that are alike, words that are not
 * in the vocabulary. It reads the config before it is parsed, so that these come out together with the mistakes
 * in single fields: whoever corrects one after the other deploys as often.
 */
import type { Mistake } from '../parse.ts';
import { isLoopbackHttp } from './web-url.ts';

/** The names of the fields of each object in the config. */
export interface FieldNames {
  readonly config: readonly string[];
  readonly issuer: readonly string[];
  readonly acr: readonly string[];
  readonly cors: readonly string[];
}

/** What is said of a field that is not one of `names`. */
export function unknownField(names: readonly string[]): string {
  return `unknown field: remove it, or write it as one of ${names.join(', ')}`;
}

/** Every field that is none. */
export function unknownFields(value: unknown, names: FieldNames): Mistake[] {
  const config = members(value);
  const objects: [path: string, object: unknown, known: readonly string[]][] = [
    ['', config, names.config],
    ...issuersOf(value).flatMap(({ path, fields }): typeof objects => [
      [`${path}.`, fields, names.issuer],
      [`${path}.acr.`, fields.acr, names.acr],
    ]),
    ['cors.', config.cors, names.cors],
  ];
  return objects.flatMap(([path, object, known]) =>
    Object.keys(members(object))
      .filter((name) => !known.includes(name))
      .map((name) => ({ field: `${path}${name}`, message: unknownField(known) })),
  );
}

/** How much each list may hold. */
export interface Most {
  readonly words: number;
  readonly issuers: number;
  readonly origins: number;
}

/** What is said of a list that is too long. */
export function atMost(most: number, what: string): string {
  return `list at most ${most} ${what}`;
}

/** Lists that are too long, whatever is in them. */
export function longLists(value: unknown, { words, issuers, origins }: Most): Mistake[] {
  const config = members(value);
  const lists: [path: string, value: unknown, most: number, what: string][] = [
    ['acr', config.acr, words, 'acr words'],
    ['issuers', config.issuers, issuers, 'issuers'],
    ['cors.allowedOrigins', members(config.cors).allowedOrigins, origins, 'origins'],
  ];
  return lists
    .filter(([, one, most]) => list(one).length > most)
    .map(([path, , most, what]) => ({ field: path, message: atMost(most, what) }));
}

/** Acr words and issuers that are listed twice. */
export function repetitions(value: unknown): Mistake[] {
  const { acr } = members(value);
  const words = repeatedIn(list(acr)).map(([word]) => ({
    field: 'acr',
    message: `an acr word is listed twice: remove one ${JSON.stringify(word)}`,
  }));
  const issuers = repeatedIn(issuersOf(value).map(({ fields }) => fields.issuer));
  return [
    ...words,
    ...issuers.map(([, first, again]) => ({
      field: 'issuers',
      message: `an issuer is listed twice: merge issuers[${again}] into issuers[${first}]`,
    })),
  ];
}

/** Words of issuers that stand for none of ours. */
export function strayWords(value: unknown): Mistake[] {
  const { acr } = members(value);
  if (!Array.isArray(acr)) return [];
  const vocabulary: readonly unknown[] = acr;
  return issuersOf(value).flatMap(({ path, fields }) =>
    Object.entries(members(members(fields.acr).values))
      .filter(([, ours]) => typeof ours === 'string' && !vocabulary.includes(ours))
      .map(([word, ours]) => ({
        field: `${path}.acr.values`,
        message: `${word} is mapped to ${String(ours)}, which is no word of yours: add it to acr, or map ${word} to one that is there`,
      })),
  );
}

/** URLs that only the local run may have. */
export function loopbackUrls(value: unknown): Mistake[] {
  const { publicUrl } = members(value);
  const urls: [path: string, url: unknown][] = [
    ...issuersOf(value).flatMap(({ path, fields }): typeof urls => [
      [`${path}.issuer`, fields.issuer],
      [`${path}.jwksUri`, fields.jwksUri],
    ]),
    ['publicUrl', publicUrl],
  ];
  return urls
    .filter(([, url]) => typeof url === 'string' && isLoopbackHttp(url))
    .map(([path]) => ({
      field: path,
      message: 'expected https://: name the https URL, since http:// is for the local run only',
    }));
}

function issuersOf(value: unknown) {
  const { issuers } = members(value);
  return list(issuers).map((one, index) => ({ path: `issuers[${index}]`, fields: members(one) }));
}

/** Each text that was there before, with where it was first and where it is again. */
function repeatedIn(values: readonly unknown[]): [text: string, first: number, again: number][] {
  return values.flatMap((value, again): ReturnType<typeof repeatedIn> => {
    const first = values.indexOf(value);
    return typeof value === 'string' && first < again ? [[value, first, again]] : [];
  });
}

function members(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
