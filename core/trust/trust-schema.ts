/** The schema of a trust config: what is checked at synth, and again when a function starts. */
import * as v from 'valibot';
import { parse } from '../parse.ts';
import type { Mistake, Parsed } from '../parse.ts';
import { failure } from '../result.ts';
import { acrWord, lostMappings } from './acr-fields.ts';
import { checkWhole, closedObject, shortList, valuesIn } from './every-mistake.ts';
import { trustedIssuer } from './trusted-issuer.ts';
import type { IssuerContext } from './trusted-issuer.ts';
import { readHeader, sentHeader } from './header-name.ts';
import { origin } from './origin.ts';
import { printableUrl } from './web-url.ts';

/** What the lists may hold at the most. */
const MOST = { words: 16, issuers: 10, origins: 10, headers: 20 };

const acrVocabulary = v.pipe(
  shortList(
    v.pipe(
      v.array(
        acrWord,
        'list your acr words, weakest first, such as ["urn:example:loa:1", "urn:example:loa:2"]',
      ),
      v.minLength(1, 'list at least one acr word'),
    ),
    MOST.words,
    'acr words',
  ),
  checkWhole((words) =>
    repeatedIn(valuesIn(words)).map(
      ([word]) => `an acr word is listed twice: remove one ${JSON.stringify(word)}`,
    ),
  ),
  v.description('Your acr words, weakest to strongest.'),
);

function trustedIssuers(context: IssuerContext) {
  return v.pipe(
    shortList(
      v.pipe(v.array(trustedIssuer(context), 'list the issuers'), v.minLength(1, 'list at least one issuer')),
      // The provider of the local run comes beside those of the config.
      MOST.issuers + (context.allowLoopback ? 1 : 0),
      'issuers',
    ),
    checkWhole((issuers) =>
      repeatedIn(valuesIn(issuers).map(identifierOf)).map(
        ([, first, again]) => `an issuer is listed twice: merge issuers[${again}] into issuers[${first}]`,
      ),
    ),
    v.description('The issuers whose access tokens are trusted, each once.'),
  );
}

function identifierOf(issuer: unknown): string | undefined {
  return v.is(v.object({ issuer: v.string() }), issuer) ? issuer.issuer : undefined;
}

/** Each text that was there before, with where it was first and where it is again. */
function repeatedIn(values: readonly unknown[]): [text: string, first: number, again: number][] {
  return values.flatMap((value, again): ReturnType<typeof repeatedIn> => {
    const first = values.indexOf(value);
    return typeof value === 'string' && first < again ? [[value, first, again]] : [];
  });
}

const corsOf = ({ allowLoopback }: IssuerContext) =>
  closedObject({
    allowedOrigins: v.pipe(
      shortList(
        v.array(origin, 'list the origins; an empty list allows none'),
        // The console of the local run comes beside those of the config.
        MOST.origins + (allowLoopback ? 1 : 0),
        'origins',
      ),
      v.description('Origins whose pages may call the API.'),
    ),
    allowedHeaders: v.optional(
      v.pipe(
        shortList(v.array(sentHeader, 'list the names of headers'), MOST.headers, 'headers'),
        v.description(
          'Request headers that these pages may send, such as Idempotency-Key, beside Authorization, Content-Type and Step-Up-Grant.',
        ),
      ),
      [],
    ),
    exposedHeaders: v.optional(
      v.pipe(
        shortList(v.array(readHeader, 'list the names of headers'), MOST.headers, 'headers'),
        v.description(
          'Headers that these pages may read of what API Gateway answers itself, beside WWW-Authenticate, Retry-After and x-amz-apigw-id.',
        ),
      ),
      [],
    ),
  });

/** The schema of `step-up.config.json`, from which step-up.config.schema.json is made. */
export function trustConfigSchema(context: IssuerContext) {
  return closedObject({
    $schema: v.optional(
      v.pipe(v.string('name the JSON Schema as text'), v.description('The JSON Schema, for editors.')),
    ),
    acr: acrVocabulary,
    issuers: trustedIssuers(context),
    publicUrl: v.optional(
      v.pipe(
        printableUrl(context.allowLoopback),
        v.description('Public base URL of the API; without it, it is taken from each request.'),
        v.transform((url) => url.replace(/\/+$/, '')),
      ),
    ),
    cors: v.optional(
      v.pipe(
        corsOf(context),
        v.description('Which pages of other origins may call the API from a browser; by default none.'),
      ),
      { allowedOrigins: [], allowedHeaders: [], exposedHeaders: [] },
    ),
    verboseRefusals: v.optional(
      v.pipe(
        v.boolean('expected true or false'),
        v.description('Whether a refusal says which check a token failed.'),
      ),
      false,
    ),
  });
}

/** Parses a trust config, reporting every mistake in it at once. The vocabulary of the context is that of the config. */
export function parseBySchema(
  value: unknown,
  context: Omit<IssuerContext, 'vocabulary'>,
): Parsed<v.InferOutput<ReturnType<typeof trustConfigSchema>>> {
  const vocabulary = v.is(v.object({ acr: v.array(v.unknown()) }), value) ? value.acr : undefined;
  const parsed = parse(trustConfigSchema({ ...context, vocabulary }), value, Infinity);
  const lost = lostWords(value);
  return lost.length === 0 ? parsed : failure([...(parsed.ok ? [] : parsed.error), ...lost]);
}

function lostWords(value: unknown): Mistake[] {
  const issuers = v.is(v.object({ issuers: v.array(v.unknown()) }), value) ? value.issuers : [];
  return issuers.flatMap((issuer, index) => {
    const acr = v.is(v.object({ acr: v.unknown() }), issuer) ? issuer.acr : undefined;
    return lostMappings(acr).map(({ field, word }) => ({
      field: `issuers[${index}].acr.${field}`,
      message: `${word} cannot be mapped: let the issuer use another word`,
    }));
  });
}
