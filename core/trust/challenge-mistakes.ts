/** Which issuers can be asked by a claims challenge, and for what. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { acrReading } from './acr-fields.ts';
import { askedWords, wordPairs } from './asked-words.ts';
import { AUTHENTICATION_CONTEXT, authorizationUri } from './challenge-form.ts';
import { withUnknownIds } from './guid.ts';
import { signInSettings } from './sign-in-settings.ts';

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
  return [...nameMistakes(name), ...wordMistakes(acr, vocabulary), ...readingMistakes(acr)];
}

function nameMistakes(issuer: unknown): readonly Mistake[] {
  if (typeof issuer !== 'string' || authorizationUri(withUnknownIds(issuer)) !== undefined) return [];
  const message =
    'a claims challenge names where users sign in, which this issuer does not show: write https://HOST/TENANT-ID/v2.0, or ' +
    'https://HOST/TENANT-ID/ in version 1, or remove challenge';
  return [{ field: 'issuer', message }];
}

type AcrReading = v.InferOutput<ReturnType<typeof acrReading>>;

/** The answer to a claims challenge is in the list `acrs`; or the context makes the user sign in by the methods that are read. */
function readingMistakes(acr: AcrReading): readonly Mistake[] {
  const { acrClaim, isAcrList } = signInSettings({ profile: 'entra', acr });
  if (acr.methods !== undefined || (acrClaim === 'acrs' && isAcrList)) return [];
  const message =
    'the answer to a claims challenge is in the list acrs, from which the acr is not read: remove claim and list, or ' +
    'remove challenge';
  return [{ field: 'acr', message }];
}

function wordMistakes(acr: AcrReading, vocabulary: readonly unknown[] | undefined): readonly Mistake[] {
  const ours = (vocabulary ?? []).filter((word) => typeof word === 'string');
  const pairs = wordPairs(acr, ours);
  const asked = askedWords(acr, pairs);
  const isShown = (context: string, our: string) =>
    acr.methods !== undefined ||
    pairs.some(([their, shown]) => their === context && ours.indexOf(shown) >= ours.indexOf(our));
  return ours
    .flatMap((our) => asked([our]).map((context) => ({ our, context })))
    .flatMap(({ our, context }) => {
      if (!AUTHENTICATION_CONTEXT.test(context)) return [noContext(context)];
      return isShown(context, our) ? [] : [notShown(context, our)];
    })
    .map((message) => ({ field: 'acr', message }));
}

const noContext = (word: string): string =>
  `a claims challenge cannot ask for ${word}: write in values, or in request, the id of an authentication context, ` +
  'c1 to c99, for each of your words';

/** The user would be asked for ever. */
const notShown = (context: string, our: string): string =>
  `request asks for ${context} in place of ${our}, which a sign-in with ${context} does not show: map ${context} to ${our} ` +
  'in values, or ask for a context that is mapped to it';
