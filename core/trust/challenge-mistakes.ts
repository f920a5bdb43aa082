/** Which issuers can be asked by a claims challenge, and for what. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { acrReading } from './acr-fields.ts';
import { askedWords, wordPairs } from './asked-words.ts';
import { AUTHENTICATION_CONTEXT, authorizationUri } from './challenge-form.ts';
import { withUnknownIds } from './guid.ts';

/** The settings of an issuer whose other fields may have any type. */
const readable = v.object({
  issuer: v.unknown(),
  profile: v.optional(v.unknown(), 'rfc9068'),
  acr: v.optional(acrReading(undefined), {}),
});

/** What is wrong with an issuer that is to be asked by claims challenges. */
export function challengeMistakes(
  issuer: Readonly<Record<string, unknown>>,
  vocabulary: readonly unknown[] | undefined,
): readonly Mistake[] {
  const parsed = v.safeParse(readable, issuer);
  if (issuer.challenge !== 'entra' || !parsed.success) return [];
  const { issuer: name, profile, acr } = parsed.output;
  if (profile !== 'entra')
    return [
      {
        field: 'challenge',
        message:
          'entra asks for authentication contexts in acrs, which only Entra ID has: write profile entra, or remove challenge',
      },
    ];
  return [...nameMistakes(name), ...wordMistakes(acr, vocabulary)];
}

function nameMistakes(issuer: unknown): readonly Mistake[] {
  if (typeof issuer !== 'string' || authorizationUri(withUnknownIds(issuer)) !== undefined) return [];
  const message =
    'a claims challenge names where users sign in, which this issuer does not show: write https://HOST/TENANT-ID/v2.0, or ' +
    'https://HOST/TENANT-ID/ in version 1, or remove challenge';
  return [{ field: 'issuer', message }];
}

function wordMistakes(
  acr: v.InferOutput<ReturnType<typeof acrReading>>,
  vocabulary: readonly unknown[] | undefined,
): readonly Mistake[] {
  const ours = (vocabulary ?? []).filter((word) => typeof word === 'string');
  return askedWords(
    acr,
    wordPairs(acr, ours),
  )(ours)
    .filter((word) => !AUTHENTICATION_CONTEXT.test(word))
    .map((word) => ({
      field: 'acr',
      message:
        `a claims challenge cannot ask for ${word}: write in values, or in request, the id of an authentication context, ` +
        'c1 to c99, for each of your words',
    }));
}
