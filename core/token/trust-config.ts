/**
 * The trust config (`step-up.config.json`): which issuers are trusted and what their words mean.
 *
 * Deploy-time configuration, not policy: whoever may edit policy must not be able to add an issuer.
 * Validated at synth and again, by the same schema, when a function starts.
 */
import * as v from 'valibot';
import { parse } from '../parse.ts';
import type { Parsed, Mistake } from '../parse.ts';
import { failure } from '../result.ts';
import {
  atMost,
  longLists,
  loopbackUrls,
  repetitions,
  strayWords,
  unknownField,
  unknownFields,
} from './trust-config-whole.ts';
import { isHttps, isLoopbackHttp, isOrigin, isPlainUrl, isPrintableAscii } from './web-url.ts';

/** Signature algorithms that can be trusted: asymmetric, and verified by aws-jwt-verify (no PS256, no HMAC). */
export const SIGNATURE_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** How an issuer shapes its access tokens: `rfc9068` is the standard, the others are named after their vendor. */
export const TOKEN_PROFILES = ['rfc9068', 'cognito', 'entra', 'okta', 'auth0', 'keycloak'] as const;

/** What the lists may hold at the most. */
const MOST = { words: 16, issuers: 10, origins: 10 };

const webUrl = v.pipe(
  v.string('write a URL as text, such as "https://id.example.com"'),
  v.check(isPlainUrl, 'write a URL such as https://id.example.com, without user, query, fragment and spaces'),
  v.check(
    (text) => !isPlainUrl(text) || isHttps(text) || isLoopbackHttp(text),
    'expected https://: name the https URL (http:// is accepted on loopback only, for the local run)',
  ),
);

/** An object with these fields only. It says which field is missing, or unknown and what it may be called. */
function closedObject<const Entries extends v.ObjectEntries>(entries: Entries) {
  const names = Object.keys(entries);
  return v.strictObject(entries, ({ expected }) => {
    if (expected === 'never') return unknownField(names);
    return expected === 'Object' ? `write an object of ${names.join(', ')}` : 'is missing: add it';
  });
}

const acrWord = v.pipe(
  v.string('write an acr word as text'),
  v.regex(
    /^[!#-[\]-~]{1,128}$/,
    'write an acr word of 1 to 128 printable ASCII characters, without space, quotation mark and backslash: it stands in a header',
  ),
);

const acrVocabulary = v.pipe(
  v.array(acrWord, 'list your acr words, weakest first, such as ["urn:example:loa:1", "urn:example:loa:2"]'),
  v.minLength(1, 'list at least one acr word'),
  v.maxLength(MOST.words, atMost(MOST.words, 'acr words')),
  v.description('Your acr words, weakest to strongest.'),
);

const audience = v.pipe(
  v.array(
    v.pipe(v.string('write an audience as text'), v.minLength(1, 'an audience is not empty: fill it in')),
    'list the audiences, such as ["https://api.example.com"]',
  ),
  v.minLength(1, 'list at least one audience: a token for another API must not open this one'),
  v.description('Acceptable `aud` values; for Cognito, whose access tokens have none, the client ids.'),
);

const algorithms = v.pipe(
  v.array(
    v.picklist(
      SIGNATURE_ALGORITHMS,
      `expected one of ${SIGNATURE_ALGORITHMS.join(', ')}: only asymmetric signatures can be trusted`,
    ),
    'list the algorithms, such as ["ES256"]',
  ),
  v.minLength(1, 'list at least one algorithm'),
  v.description('Signature algorithms that are accepted from this issuer.'),
);

const issuerAcr = closedObject({
  claim: v.optional(
    v.pipe(
      v.string('name the claim as text'),
      v.minLength(1, 'name the claim, such as acr'),
      v.description('The claim that holds the acr: a word, or a list of words such as `acrs` of Entra ID.'),
    ),
    'acr',
  ),
  values: v.optional(
    v.pipe(
      v.record(
        acrWord,
        v.string('map it to one of your acr words, as text'),
        'map the words of the issuer to yours, such as {"mfa": "urn:example:loa:2"}',
      ),
      v.description('Words of the issuer, each with the word of your vocabulary that it stands for.'),
    ),
  ),
});

const issuer = closedObject({
  issuer: v.pipe(
    webUrl,
    v.description('`iss` of the tokens, compared character by character (RFC 9068 §4).'),
  ),
  audience,
  algorithms: v.optional(algorithms, ['RS256', 'ES256', 'EdDSA']),
  jwksUri: v.optional(
    v.pipe(
      webUrl,
      v.description('Where the key set is; without it, OpenID discovery below the issuer tells.'),
    ),
  ),
  profile: v.optional(
    v.pipe(
      v.picklist(TOKEN_PROFILES, `expected one of ${TOKEN_PROFILES.join(', ')}`),
      v.description('How the issuer shapes its access tokens; `rfc9068` is the standard, with `typ` at+jwt.'),
    ),
    'rfc9068',
  ),
  acr: v.optional(
    v.pipe(
      issuerAcr,
      v.description(
        'The claim with the acr, and its words in ours. Without `values` the words are the same.',
      ),
    ),
    {},
  ),
  clockSkew: v.optional(
    v.pipe(
      v.number('expected a number of seconds, 0 to 60'),
      v.integer('expected whole seconds, 0 to 60'),
      v.minValue(0, 'expected 0 to 60 seconds'),
      v.maxValue(60, 'expected 0 to 60 seconds'),
      v.description('Leeway for `exp` and `nbf`, in seconds.'),
    ),
    5,
  ),
});

const issuers = v.pipe(
  v.array(issuer, 'list the issuers'),
  v.minLength(1, 'list at least one issuer'),
  v.maxLength(MOST.issuers, atMost(MOST.issuers, 'issuers')),
  v.description('The issuers whose access tokens are trusted, each once.'),
);

const ORIGIN = 'expected an origin such as https://app.example.com, without a path';

const cors = closedObject({
  allowedOrigins: v.pipe(
    v.array(
      v.pipe(v.string(ORIGIN), v.check(isOrigin, ORIGIN)),
      'list the origins; an empty list allows none',
    ),
    v.maxLength(MOST.origins, atMost(MOST.origins, 'origins')),
    v.description('Origins whose pages may call the API.'),
  ),
});

/** The schema of `step-up.config.json`; step-up.config.schema.json is generated from it. */
export const trustConfigSchema = closedObject({
  $schema: v.optional(
    v.pipe(v.string('name the JSON Schema as text'), v.description('The JSON Schema, for editors.')),
  ),
  acr: acrVocabulary,
  issuers,
  publicUrl: v.optional(
    v.pipe(
      webUrl,
      v.check(
        (url) => !isPlainUrl(url) || isPrintableAscii(url),
        'write it in ASCII, the host as xn--… and the path percent-encoded: it stands in headers',
      ),
      v.description('Public base URL of the API; without it, it is taken from each request.'),
      v.transform((url) => url.replace(/\/+$/, '')),
    ),
  ),
  cors: v.optional(
    v.pipe(
      cors,
      v.description('Which pages of other origins may call the API from a browser; by default none.'),
    ),
    { allowedOrigins: [] },
  ),
  verboseRefusals: v.optional(
    v.pipe(
      v.boolean('expected true or false'),
      v.description('Whether a refusal says which check a token failed.'),
    ),
    false,
  ),
});

const FIELD_NAMES = {
  config: Object.keys(trustConfigSchema.entries),
  issuer: Object.keys(issuer.entries),
  acr: Object.keys(issuerAcr.entries),
  cors: Object.keys(cors.entries),
};

export type TrustConfig = v.InferOutput<typeof trustConfigSchema>;
export type TrustedIssuer = TrustConfig['issuers'][number];

/**
 * Parses a trust config, reporting every mistake in it at once. `allowLoopbackIssuers` is for the local run,
 * whose provider speaks plain http; without it every http URL is a problem.
 */
export function parseTrustConfig(
  value: unknown,
  options: { allowLoopbackIssuers?: boolean } = {},
): Parsed<TrustConfig> {
  const parsed = parse(trustConfigSchema, value, Infinity);
  const problems = [
    ...(parsed.ok ? [] : parsed.error),
    ...unknownFields(value, FIELD_NAMES),
    ...longLists(value, MOST),
    ...repetitions(value),
    ...strayWords(value),
    ...(options.allowLoopbackIssuers === true ? [] : loopbackUrls(value)),
  ];
  return parsed.ok && problems.length === 0 ? parsed : failure(withoutRepetition(problems));
}

/** The schema and the look at the whole may find the same. */
function withoutRepetition(problems: readonly Mistake[]): Mistake[] {
  return [...new Map(problems.map((problem) => [`${problem.field}: ${problem.message}`, problem])).values()];
}
