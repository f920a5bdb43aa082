/**
 * Policy items: what an administrator writes for a route or a group of routes.
 *
 * An item that does not parse closes its route; so does one with a field this version does not know,
 * since ignoring a mistyped `maxage` would open what somebody meant to close.
 */
import * as v from 'valibot';
import type { AcrVocabulary } from './acr.ts';
import { boundedList, parse } from './problems.ts';
import type { Parsed, Problem } from './problems.ts';

/** The shortest maxAge, in seconds: a shorter one is over before the user is back from the provider. */
export const SHORTEST_MAX_AGE = 30;

/**
 * The longest life of a grant, in seconds, and the life of one whose policy says nothing: were the two not
 * the same, naming a ttl could make a requirement looser than leaving it out.
 */
export const LONGEST_GRANT_TTL = 900;

/** Seconds since 1970 have ten digits until the year 2286; milliseconds have more. */
const LATEST_TIME = 9_999_999_999;

/** A DynamoDB BatchGetItem takes 100 keys (Amazon DynamoDB API reference): more candidates cannot be looked up. */
export const MOST_CANDIDATES = 100;

/** Acceptable acr words of one item; the vocabulary has no more. */
const MOST_WORDS = 16;

const METHODS = ['ANY', 'GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const ROUTE = new RegExp(`^(${METHODS.join('|')}) /[^\\s]{0,511}$`);
const GROUP_NAME = /^[A-Za-z0-9._-]{1,64}$/;

const seconds = v.pipe(v.number('expected a number of seconds'), v.safeInteger('expected whole seconds'));
const text = v.pipe(v.string('expected text'), v.maxLength(1024, 'at most 1024 characters'));

const scope = v.pipe(
  v.string('expected a scope as text'),
  v.regex(/^[!#-[\]-~]{1,128}$/, 'a scope has 1 to 128 characters of RFC 6749 §3.3, without space'),
);

/** A list or a set is an object too, and without one of the fields below it would pass for a demand of nothing. */
const isMap = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';

const grantFields = v.pipe(
  v.custom<object>(isMap, 'expected an object'),
  v.strictObject(
    {
      required: v.optional(v.boolean('expected true or false')),
      ttl: v.optional(
        v.pipe(
          seconds,
          v.minValue(5, 'expected at least 5 seconds'),
          v.maxValue(LONGEST_GRANT_TTL, `expected at most ${LONGEST_GRANT_TTL} seconds`),
        ),
      ),
      use: v.optional(v.picklist(['window', 'once'], 'expected window or once')),
      bind: v.optional(v.literal('route', 'expected route')),
      notBefore: v.optional(
        v.pipe(
          seconds,
          v.minValue(0, 'expected seconds since 1970'),
          v.maxValue(LATEST_TIME, 'expected seconds since 1970, not milliseconds'),
        ),
      ),
    },
    'unknown field, or not an object',
  ),
);

const requirementFields = {
  acr: v.optional(v.string('expected an acr word as text')),
  acrValues: v.optional(
    v.pipe(
      boundedList(v.string('expected an acr word as text'), MOST_WORDS),
      v.minLength(1, 'an empty list can never be satisfied: leave the field out, or set deny'),
    ),
  ),
  maxAge: v.optional(
    v.pipe(
      seconds,
      v.minValue(
        SHORTEST_MAX_AGE,
        `expected at least ${SHORTEST_MAX_AGE} seconds: a shorter one asks the user again for ever`,
      ),
    ),
  ),
  scopes: v.optional(boundedList(scope, 32)),
  grant: v.optional(grantFields),
  deny: v.optional(v.boolean('expected true or false')),
  description: v.optional(text),
  version: v.optional(v.pipe(v.number('expected a number'), v.safeInteger('expected a whole number'))),
  updatedAt: v.optional(text),
  updatedBy: v.optional(text),
};

const routeItem = v.strictObject(
  {
    route: v.pipe(
      v.string('expected text'),
      v.regex(ROUTE, `expected "METHOD /template", with one of ${METHODS.join(', ')}`),
    ),
    group: v.optional(
      v.pipe(
        v.string('expected the name of a group'),
        v.regex(GROUP_NAME, 'expected letters, digits, . _ -'),
      ),
    ),
    ...requirementFields,
  },
  'unknown field, or not an object',
);

const groupItem = v.strictObject(
  {
    route: v.pipe(
      v.string('expected text'),
      v.regex(/^GROUP [A-Za-z0-9._-]{1,64}$/, 'expected "GROUP name"'),
    ),
    ...requirementFields,
  },
  'unknown field (groups do not nest), or not an object',
);

/** What a route's policy item says. */
export type RoutePolicy = v.InferOutput<typeof routeItem>;

/** What a group's policy item says: the same fields, without a group of its own. */
export type GroupPolicy = v.InferOutput<typeof groupItem>;

/** The partition key of a group's item. */
export function groupKey(group: string): string {
  return `GROUP ${group}`;
}

/** Parses the item of a route, as read from the policy table, with every problem it has. */
export function parsePolicyItem(item: unknown, vocabulary: AcrVocabulary): Parsed<RoutePolicy> {
  return withKnownWords(parse(routeItem, item), item, vocabulary);
}

/** Parses the item of a group. */
export function parseGroupItem(item: unknown, vocabulary: AcrVocabulary): Parsed<GroupPolicy> {
  return withKnownWords(parse(groupItem, item), item, vocabulary);
}

function withKnownWords<T>(parsed: Parsed<T>, item: unknown, vocabulary: AcrVocabulary): Parsed<T> {
  const problems = [...(parsed.ok ? [] : parsed.problems), ...unknownWords(item, vocabulary)];
  return parsed.ok && problems.length === 0 ? parsed : { ok: false, problems };
}

const acrFields = v.object({
  acr: v.optional(v.string()),
  acrValues: v.optional(boundedList(v.string(), MOST_WORDS)),
});

/** Apart from the schema, which does not know the vocabulary, so that all problems are reported together. */
function unknownWords(item: unknown, vocabulary: AcrVocabulary): Problem[] {
  const parsed = v.safeParse(acrFields, item);
  if (!parsed.success) return [];
  const { acr, acrValues = [] } = parsed.output;
  return [
    ...(acr === undefined ? [] : [{ path: 'acr', word: acr }]),
    ...acrValues.map((word, index) => ({ path: `acrValues[${index}]`, word })),
  ]
    .filter(({ word }) => !vocabulary.includes(word))
    .map(({ path }) => ({ path, message: 'not a word of the acr vocabulary' }));
}

/**
 * The keys under which a route's policy may stand, most specific first: the route itself, the same for any
 * method, then `/*` under each ancestor. `/payments/*` does not match `/payments`.
 */
export function policyCandidates(method: string, template: string): readonly string[] {
  const segments = template.split('/').slice(1, -1);
  const wildcards = segments.map((_, index) => `/${segments.slice(0, index + 1).join('/')}/*`).toReversed();
  const patterns = template === '/' ? ['/'] : [template, ...wildcards, '/*'];
  return [...new Set(patterns.flatMap((pattern) => [`${method} ${pattern}`, `ANY ${pattern}`]))];
}
