/** The demands of a policy item: the fields that items, rules and announced changes share. */
import * as v from 'valibot';
import type { AcrVocabulary } from './acr.ts';
import { parseCondition } from '../condition/condition.ts';
import { dateTime, LATEST_TIME } from '../date-time.ts';
import { boundedList } from '../parse.ts';

/** The shortest maxAge, in seconds: a shorter one ends before the user is back from the provider. */
export const SHORTEST_MAX_AGE = 30;

/**
 * The longest life of a grant, in seconds, and the life of a grant whose policy has no ttl. Both are the same: otherwise
 * a requirement with a ttl could be looser than one without.
 */
export const LONGEST_GRANT_TTL = 900;

/** The most rules of one item. */
const MOST_RULES = 16;

/** Acceptable acr words of one item; the vocabulary has no more. */
const MOST_WORDS = 16;

const seconds = v.pipe(v.number('expected a number of seconds'), v.safeInteger('expected whole seconds'));

/** A text for readers: the authorizer does not use it. */
export const text = v.pipe(v.string('expected text'), v.maxLength(1024, 'at most 1024 characters'));

const scope = v.pipe(
  v.string('expected a scope as text'),
  v.regex(/^[!#-[\]-~]{1,128}$/, 'a scope has 1 to 128 characters of RFC 6749 §3.3, without space'),
);

/** A list or a set is an object too. It has none of the fields below, so it would be accepted as a demand for nothing. */
const isMap = (value: unknown) => Object.prototype.toString.call(value) === '[object Object]';
const mapOf = <const Schema extends v.GenericSchema>(schema: Schema) =>
  v.pipe(v.custom<v.InferInput<Schema>>(isMap, 'expected an object'), schema);

const grantFields = mapOf(
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
      bind: v.optional(v.picklist(['route', 'path'], 'expected route or path')),
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

const condition = v.pipe(
  v.string('expected a condition as text'),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const parsed = parseCondition(dataset.value);
    if (parsed.ok) return parsed.value;
    addIssue({ message: parsed.error });
    return NEVER;
  }),
);

/** The demands on a request. A field that is left out demands nothing. */
function demandsIn(vocabulary: AcrVocabulary) {
  const word = v.pipe(
    v.string('expected an acr word as text'),
    v.check((one) => vocabulary.includes(one), 'not a word of the acr vocabulary'),
  );
  return {
    acr: v.optional(word),
    acrValues: v.optional(
      v.pipe(
        boundedList(word, MOST_WORDS),
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
  };
}

/** What a route or a group demands: always, when the condition of a rule matches, and in future. */
export function policyFields(vocabulary: AcrVocabulary) {
  const demands = demandsIn(vocabulary);
  const rule = mapOf(
    v.pipe(
      v.strictObject(
        { when: condition, ...demands, description: v.optional(text) },
        'unknown field, or not an object',
      ),
      v.check(
        ({ acr, acrValues, maxAge, scopes, grant, deny }) =>
          [acr, acrValues, maxAge, scopes, grant, deny].some((one) => one !== undefined),
        'the rule asks for nothing: give it an acr, acrValues, maxAge, scopes, grant or deny',
      ),
    ),
  );
  const lasting = { ...demands, rules: v.optional(boundedList(rule, MOST_RULES)) };
  const upcoming = mapOf(
    v.strictObject(
      { effectiveAt: v.optional(dateTime), ...lasting },
      'unknown field (a change can name what the item demands, and effectiveAt), or not an object',
    ),
  );
  return { ...lasting, closedUntil: v.optional(dateTime), upcoming: v.optional(upcoming) };
}
