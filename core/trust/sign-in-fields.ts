/** Where the tokens of an issuer say how a user signed in: fields of a trusted issuer, and what they have to be together. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { acrReading } from './acr-fields.ts';
import { closedObject } from './every-mistake.ts';
import { claimName } from './names.ts';
import { TOKEN_PROFILES } from './presets/presets.ts';
import { signInSettings } from './sign-in-settings.ts';

function member(example: string) {
  return v.pipe(v.string('name the member as text'), v.minLength(1, `name the member, such as ${example}`));
}

const amr = closedObject({
  claim: v.optional(
    v.pipe(claimName, v.description('The claim with the methods: a text, or a list. By default `amr`.')),
  ),
  member: v.optional(
    v.pipe(
      member('method'),
      v.description(
        'Where methods are objects: the member that names the method. Without it, they are none.',
      ),
    ),
  ),
});

/**
 * Times of the token (RFC 7519 §4.1), which a refresh renews without a sign-in; and of the profile (OpenID Connect Core
 * §5.1), which users renew themselves.
 */
const OTHER_TIMES = ['iat', 'nbf', 'exp', 'updated_at'];

const timeClaim = v.pipe(
  claimName,
  v.check(
    (name) => !OTHER_TIMES.includes(name),
    ({ input }) =>
      `${input} is not the time of a sign-in: a new token has a new one without any. Name the claim that only a sign-in sets, or write "none"`,
  ),
);

const authTime = v.union(
  [
    closedObject({ claim: v.pipe(timeClaim, v.description('The claim with the time.')) }),
    closedObject({
      member: v.pipe(
        member('timestamp'),
        v.description('The member of each method in `amr` that has the time of the method.'),
      ),
    }),
    v.literal('none'),
  ],
  'write {"claim": "auth_time"}, {"member": "timestamp"} for the times of methods in amr, or "none" if the issuer writes no time',
);

export function signInFields(vocabulary: readonly unknown[] | undefined) {
  return {
    acr: v.optional(
      v.pipe(
        acrReading(vocabulary),
        v.description(
          'How the acr is read: its claim, and what stands there in your words, by `values`, `numbers` or `methods`. By default the words are the same.',
        ),
      ),
      {},
    ),
    amr: v.optional(v.pipe(amr, v.description('Where the methods of a sign-in stand. By default `amr`.'))),
    authTime: v.optional(
      v.pipe(
        authTime,
        v.description(
          'Where the time of a sign-in stands, in seconds since 1970. By default in the claim `auth_time`.',
        ),
      ),
    ),
  };
}

const readable = v.object({
  profile: v.optional(v.picklist(TOKEN_PROFILES), 'rfc9068'),
  amr: v.optional(amr),
  authTime: v.optional(authTime),
});

/** What the settings get wrong together. A config is checked as a whole though parts of it have mistakes. */
export function signInMistakes(issuer: unknown): readonly Mistake[] {
  const parsed = v.safeParse(readable, issuer);
  if (!parsed.success) return [];
  const { authTime: source, methodMember } = signInSettings(parsed.output);
  return source.kind === 'factors' && methodMember === undefined
    ? [
        {
          field: 'authTime',
          message: 'methods with times are objects: write in amr which member is the method',
        },
      ]
    : [];
}
