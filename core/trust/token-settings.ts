/** How the access tokens of an issuer say the same things: where each stands, and what tells them from other tokens. */
import * as v from 'valibot';
import { checkWhole, closedObject, shortList, valuesIn } from './every-mistake.ts';
import { claimName, NAME } from './names.ts';
import { isForeignType } from './other-tokens.ts';
import { spelled } from './token-type.ts';

/** What the lists may hold at the most. */
const MOST = 16;

/** A claim that a token has: with this text, or with any value. */
const mark = closedObject({
  claim: v.pipe(claimName, v.description('The name of the claim.')),
  value: v.optional(
    v.pipe(
      v.union(
        [v.string(), v.boolean()],
        'write the value as text, true or false, or leave it out: then any value will do',
      ),
      v.description('What stands in it, or in its list; without it, any value.'),
    ),
  ),
});

export type Mark = Readonly<v.InferOutput<typeof mark>>;

const marks = (message: string) => shortList(v.array(mark, message), MOST, 'claims');

const typ = v.pipe(
  shortList(
    v.pipe(
      v.array(
        v.pipe(
          v.string('write a typ as text'),
          v.regex(/^[!#$%&'*+\-.^_`|~/0-9A-Za-z]{1,127}$/, 'write a typ such as at+jwt, or none'),
          v.transform(spelled),
        ),
        'list the typ values of the header, such as ["at+jwt"]',
      ),
      v.minLength(1, 'list at least one typ; none stands for a header without typ'),
    ),
    MOST,
    'typ values',
  ),
  checkWhole((types) =>
    valuesIn(types)
      .filter((type) => typeof type === 'string')
      .filter((type) => isForeignType(spelled(type)))
      .map((type) => `remove ${type}: it is the typ of another kind of token, which no setting can accept`),
  ),
  v.description(
    'Accepted `typ` values of the header, in any case, with or without `application/`. `none`: a header without `typ`.',
  ),
);

const fixedClient = closedObject({
  fixed: v.pipe(
    v.string('write the id of the client as text'),
    v.regex(NAME, 'write the id of the client, in 1 to 255 characters, none of which is a control character'),
    v.description(
      'The client of every token of this issuer, whose tokens name none. One that names another is refused.',
    ),
  ),
});

/** Two ways to say it, told apart before they are checked, so that a mistake has its own message. */
const client = v.pipe(
  v.union(
    [
      v.pipe(
        shortList(v.array(claimName), MOST, 'claims'),
        v.minLength(1, 'list at least one claim, such as client_id'),
      ),
      fixedClient,
    ],
    'list the claims that name the client, such as ["client_id"], or write {"fixed": "the id of the only client"}',
  ),
  v.description(
    'The claims that name the client, in order: the first that a token has counts. Or the one client of the issuer, where its tokens name none.',
  ),
);

const signInMark = closedObject({
  claim: v.pipe(claimName, v.description('A claim that every token of a person has, and none of a machine.')),
  holds: v.pipe(
    v.picklist(['time', 'scopes', 'name'], 'expected one of time, scopes, name'),
    v.description(
      'What has to stand in it: a time in seconds since 1970, at least one scope, or a name that is not empty.',
    ),
  ),
});

/** A claim that every token of a person has and none of a machine, and what has to stand in it. */
export type SignInMark = Readonly<v.InferOutput<typeof signInMark>>;

const SUBJECT = 'subject';

const signedIn = v.pipe(
  v.union(
    [v.literal(SUBJECT), signInMark],
    'write "subject" (a sub that is not the client), or a claim such as {"claim": "auth_time", "holds": "time"}',
  ),
  v.description(
    'What shows that a person signed in: `subject`, a `sub` that is not the client (RFC 9068 §2.2), or a claim that no token of a machine has.',
  ),
);

/** The settings of an issuer, each in place of that of its profile. */
export const writtenSettings = closedObject({
  typ: v.optional(typ),
  client: v.optional(client),
  scopes: v.optional(
    v.pipe(
      shortList(v.array(claimName, 'list the claims with scopes, such as ["scope"]'), MOST, 'claims'),
      v.description('The claims with scopes: one text (RFC 8693 §4.2), or a list.'),
    ),
  ),
  accessToken: v.optional(
    v.pipe(
      marks('list claims such as {"claim": "token_use", "value": "access"}'),
      v.description(
        'What tells an access token from an ID token: a token has at least one of these. Empty only where every `typ` is at+jwt.',
      ),
    ),
  ),
  signedIn: v.optional(signedIn),
  machine: v.optional(
    v.pipe(
      marks('list claims such as {"claim": "gty", "value": "client-credentials"}'),
      v.description('Each of these tells a token of client credentials.'),
    ),
  ),
  machineSubjects: v.optional(
    v.pipe(
      shortList(v.array(v.string('write it as text'), 'list endings, such as ["@clients"]'), MOST, 'endings'),
      v.description(
        'What a machine has in `sub` after the name of its client. The name alone is always a machine.',
      ),
    ),
  ),
  ignoreJku: v.optional(
    v.pipe(
      v.boolean('expected true or false'),
      v.description('Whether a token may have `jku` in its header. Nothing is ever fetched from it.'),
    ),
  ),
});

/** The settings by which the tokens of an issuer are read: those of its profile, with what the config has in their place. */
export interface TokenSettings {
  /** As `tokenType` spells them. */
  readonly typ: readonly string[];
  /** The first of these claims that a token has counts. Without any, the tokens of the profile name no client. */
  readonly client: readonly string[] | { readonly fixed: string };
  readonly scopes: readonly string[];
  /** A token has at least one. Without any, `typ` tells. */
  readonly accessToken: readonly Mark[];
  readonly signedIn: typeof SUBJECT | SignInMark;
  readonly machine: readonly Mark[];
  readonly machineSubjects: readonly string[];
  readonly ignoreJku: boolean;
}

/** The settings of a profile, with what is written in their place. */
export function resolved(
  profile: TokenSettings,
  written: v.InferOutput<typeof writtenSettings>,
): TokenSettings {
  return {
    typ: written.typ ?? profile.typ,
    client: written.client ?? profile.client,
    scopes: written.scopes ?? profile.scopes,
    accessToken: written.accessToken ?? profile.accessToken,
    signedIn: written.signedIn ?? profile.signedIn,
    machine: written.machine ?? profile.machine,
    machineSubjects: written.machineSubjects ?? profile.machineSubjects,
    ignoreJku: written.ignoreJku ?? profile.ignoreJku,
  };
}
