/**
 * The trust config (`step-up.config.json`): which issuers are trusted and what their words mean.
 *
 * Deploy-time configuration, not policy: whoever may edit policy must not be able to add an issuer.
 * Validated at synth and again, by the same schema, when a function starts.
 */
import * as v from 'valibot';
import { parse } from './problems.ts';
import type { Parsed } from './problems.ts';

/** Signature algorithms that can be trusted: asymmetric, and verified by aws-jwt-verify (no PS256, no HMAC). */
export const SIGNATURE_ALGORITHMS = ['RS256', 'RS384', 'RS512', 'ES256', 'ES384', 'ES512', 'EdDSA'] as const;

/** How an issuer shapes its access tokens: `rfc9068` is the standard, the others are named after their vendor. */
export const TOKEN_PROFILES = ['rfc9068', 'cognito', 'entra', 'okta', 'auth0', 'keycloak'] as const;

const LOOPBACK_HOSTS = ['127.0.0.1', 'localhost', '[::1]'];

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined;
}

function isLoopbackHttp(text: string): boolean {
  const url = urlOf(text);
  return url?.protocol === 'http:' && LOOPBACK_HOSTS.includes(url.hostname);
}

function isPlainUrl(text: string): boolean {
  const url = urlOf(text);
  return url?.username === '' && url.password === '' && !/[?#"\\\s]/.test(text);
}

const webUrl = v.pipe(
  v.string('expected a URL as text'),
  v.check(isPlainUrl, 'expected a URL without user, query or fragment'),
  v.check(
    (text) => urlOf(text)?.protocol === 'https:' || isLoopbackHttp(text),
    'expected https:// (http:// is accepted on loopback only, for the local run)',
  ),
);

const acrWord = v.pipe(
  v.string('expected an acr word as text'),
  v.regex(
    /^[!#-[\]-~]{1,128}$/,
    'an acr word has 1 to 128 printable ASCII characters, without space, quotation mark and backslash: it stands in a header',
  ),
);

const acrVocabulary = v.pipe(
  v.array(acrWord, 'expected a list of acr words, weakest first'),
  v.minLength(1, 'list at least one acr word'),
  v.maxLength(16, 'list at most 16 acr words'),
  v.check((words) => new Set(words).size === words.length, 'an acr word is listed twice'),
  v.description('Your acr words, weakest to strongest.'),
);

const issuer = v.strictObject(
  {
    issuer: v.pipe(
      webUrl,
      v.description('`iss` of the tokens, compared character by character (RFC 9068 §4).'),
    ),
    audience: v.pipe(
      v.array(v.pipe(v.string('expected text'), v.minLength(1, 'an audience is not empty'))),
      v.minLength(1, 'list at least one audience: a token for another API must not open this one'),
      v.description('Acceptable `aud` values; for Cognito, whose access tokens have none, the client ids.'),
    ),
    algorithms: v.optional(
      v.pipe(
        v.array(
          v.picklist(
            SIGNATURE_ALGORITHMS,
            `expected one of ${SIGNATURE_ALGORITHMS.join(', ')}: only asymmetric signatures can be trusted`,
          ),
        ),
        v.minLength(1, 'list at least one algorithm'),
        v.description('Signature algorithms that are accepted from this issuer.'),
      ),
      ['RS256', 'ES256', 'EdDSA'],
    ),
    jwksUri: v.optional(
      v.pipe(
        webUrl,
        v.description('Where the key set is; without it, OpenID discovery below the issuer tells.'),
      ),
    ),
    profile: v.optional(
      v.pipe(
        v.picklist(TOKEN_PROFILES, `expected one of ${TOKEN_PROFILES.join(', ')}`),
        v.description(
          'How the issuer shapes its access tokens; `rfc9068` is the standard, with `typ` at+jwt.',
        ),
      ),
      'rfc9068',
    ),
    acr: v.optional(
      v.pipe(
        v.strictObject({
          claim: v.optional(v.pipe(v.string(), v.minLength(1)), 'acr'),
          values: v.optional(v.record(acrWord, v.string('expected a word of the acr vocabulary'))),
        }),
        v.description(
          'The claim with the acr, and its words in ours. Without `values` the words are the same.',
        ),
      ),
      {},
    ),
    clockSkew: v.optional(
      v.pipe(
        v.number('expected a number of seconds'),
        v.integer('expected whole seconds'),
        v.minValue(0, 'expected 0 to 60 seconds'),
        v.maxValue(60, 'expected 0 to 60 seconds'),
        v.description('Leeway for `exp` and `nbf`, in seconds.'),
      ),
      5,
    ),
  },
  'unknown field, or not an object: see step-up.config.schema.json',
);

function isOrigin(text: string): boolean {
  const url = urlOf(text);
  return url?.origin === text && ['https:', 'http:'].includes(url.protocol);
}

const allowedOrigins = v.pipe(
  v.array(
    v.pipe(
      v.string(),
      v.check(isOrigin, 'expected an origin such as https://app.example.com, without a path'),
    ),
  ),
  v.maxLength(10, 'list at most 10 origins'),
  v.description('Origins whose pages may call the API.'),
);

/** The schema of `step-up.config.json`; step-up.config.schema.json is generated from it. */
export const trustConfigSchema = v.pipe(
  v.strictObject(
    {
      $schema: v.optional(v.string()),
      acr: acrVocabulary,
      issuers: v.pipe(
        v.array(issuer),
        v.minLength(1, 'list at least one issuer'),
        v.maxLength(10, 'list at most 10 issuers'),
      ),
      publicUrl: v.optional(
        v.pipe(
          webUrl,
          v.transform((url) => url.replace(/\/+$/, '')),
          v.description('Public base URL of the API; without it, it is taken from each request.'),
        ),
      ),
      cors: v.optional(v.strictObject({ allowedOrigins }), { allowedOrigins: [] }),
      verboseRefusals: v.optional(
        v.pipe(
          v.boolean('expected true or false'),
          v.description('Whether a refusal says which check a token failed.'),
        ),
        false,
      ),
    },
    'unknown field, or not an object: see step-up.config.schema.json',
  ),
  v.forward(
    v.partialCheck(
      [['issuers']],
      ({ issuers }) => new Set(issuers.map((one) => one.issuer)).size === issuers.length,
      'an issuer is listed twice: merge the two',
    ),
    ['issuers'],
  ),
  v.rawCheck(({ dataset, addIssue }) => {
    if (!dataset.typed) return;
    for (const [index, one] of dataset.value.issuers.entries()) {
      for (const [word, ours] of Object.entries(one.acr.values ?? {})) {
        if (!dataset.value.acr.includes(ours)) {
          addIssue({
            message: `issuers[${index}].acr.values: ${word} is mapped to ${ours}, which the acr vocabulary does not list`,
          });
        }
      }
    }
  }),
);

export type TrustConfig = v.InferOutput<typeof trustConfigSchema>;
export type TrustedIssuer = TrustConfig['issuers'][number];

/**
 * Parses a trust config. `allowLoopbackIssuers` is for the local run, whose provider speaks plain http;
 * without it every http URL is a problem.
 */
export function parseTrustConfig(
  value: unknown,
  options: { allowLoopbackIssuers?: boolean } = {},
): Parsed<TrustConfig> {
  const parsed = parse(trustConfigSchema, value);
  if (!parsed.ok || options.allowLoopbackIssuers === true) return parsed;
  const problems = httpUrls(parsed.value).map((path) => ({
    path,
    message: 'expected https://: http:// is for the local run only',
  }));
  return problems.length === 0 ? parsed : { ok: false, problems };
}

function httpUrls(config: TrustConfig): string[] {
  const ofIssuers = config.issuers.flatMap((one, index) => [
    ...(isLoopbackHttp(one.issuer) ? [`issuers[${index}].issuer`] : []),
    ...(one.jwksUri !== undefined && isLoopbackHttp(one.jwksUri) ? [`issuers[${index}].jwksUri`] : []),
  ]);
  return config.publicUrl !== undefined && isLoopbackHttp(config.publicUrl)
    ? [...ofIssuers, 'publicUrl']
    : ofIssuers;
}
