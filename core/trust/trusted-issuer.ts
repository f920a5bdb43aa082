/** One issuer of the trust config: how its access tokens are verified, and what its acr words mean. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { audienceFields, audienceMistakes } from './audience.ts';
import { CHALLENGE_FORMS } from './challenge-form.ts';
import { closedObject, oneOf } from './every-mistake.ts';
import { keyFields, keyMistakes } from './key-settings.ts';
import { PRESETS, TOKEN_PROFILES } from './presets/presets.ts';
import { signInFields, signInMistakes } from './sign-in-fields.ts';
import { resolved, writtenSettings } from './token-settings.ts';
import { vendorAudienceMistakes } from './vendor-audiences.ts';
import { issuerName } from './web-url.ts';

/** What the schema of an issuer depends on. */
export interface IssuerContext {
  /** The acr vocabulary as the config has it, mistakes included. Undefined: it has no list, and no word is checked. */
  readonly vocabulary: readonly unknown[] | undefined;
  /** For the local run, whose provider speaks plain http. */
  readonly allowLoopback: boolean;
  /** What else is checked of an issuer as a whole. The fields of the mistakes are those of the issuer. */
  readonly oversights: (
    issuer: Readonly<Record<string, unknown>>,
    vocabulary: readonly unknown[] | undefined,
  ) => readonly Mistake[];
}

export function trustedIssuer(context: IssuerContext) {
  return v.pipe(
    fieldsOf(context),
    v.rawCheck(({ dataset, addIssue }) => {
      const whole: unknown = dataset.value;
      const parsed = v.safeParse(v.looseObject({}), whole);
      if (!parsed.success) return;
      const input = parsed.output;
      for (const { field: key, message } of [
        ...mistakesOf(input),
        ...context.oversights(input, context.vocabulary),
      ])
        addIssue({ message, path: [{ type: 'object', origin: 'value', input, key, value: input[key] }] });
    }),
    v.transform((issuer) => ({ ...issuer, token: resolved(PRESETS[issuer.profile].token, issuer.token) })),
  );
}

/** What only the whole of an issuer shows. */
function mistakesOf(input: Readonly<Record<string, unknown>>) {
  return [
    ...audienceMistakes(input),
    ...keyMistakes(input),
    ...signInMistakes(input),
    ...vendorAudienceMistakes(input),
  ];
}

function fieldsOf({ vocabulary, allowLoopback }: IssuerContext) {
  return closedObject({
    issuer: v.pipe(
      issuerName(allowLoopback),
      v.description('`iss` of the tokens, compared character by character (RFC 9068 §4).'),
    ),
    ...audienceFields,
    ...keyFields(allowLoopback),
    profile: v.optional(
      v.pipe(
        oneOf(TOKEN_PROFILES),
        v.description(
          'How the issuer shapes its access tokens; `rfc9068` is the standard, with `typ` at+jwt.',
        ),
      ),
      'rfc9068',
    ),
    token: v.optional(
      v.pipe(
        writtenSettings,
        v.description('Settings in place of those of the profile, for tokens of another shape.'),
      ),
      {},
    ),
    ...signInFields(vocabulary),
    challenge: v.optional(
      v.pipe(
        oneOf(CHALLENGE_FORMS),
        v.description(
          'The form of the challenges for its tokens: RFC 9470, or the claims challenge that clients of Entra ID read.',
        ),
      ),
      'rfc9470',
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
}
