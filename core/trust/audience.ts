/** Which access tokens of an issuer are for this API: by their audience, and by their client. */
import * as v from 'valibot';
import type { Mistake } from '../parse.ts';
import { fillIn, placeholderIn } from './placeholder.ts';
import { valuesIn } from './every-mistake.ts';

function names(what: string, all: string, example: string) {
  return v.array(
    v.pipe(
      v.string(`write ${what} as text`),
      v.minLength(1, `${what} is not empty: fill it in`),
      v.check(
        (text) => placeholderIn(text) === undefined,
        ({ input }) => fillIn(input),
      ),
    ),
    `list ${all}, such as ["${example}"]`,
  );
}

/** The fields of a trusted issuer. `audienceMistakes` checks what they are together. */
export const audienceFields = {
  audience: v.optional(
    v.pipe(
      names('an audience', 'the audiences', 'https://api.example.com'),
      v.description('Acceptable `aud` values. An `aud` that a token has must match.'),
    ),
    [],
  ),
  clients: v.optional(
    v.pipe(
      names('a client', 'the clients', 'web-app'),
      v.minLength(1, 'list at least one client, or leave clients out: then every client may come'),
      v.description(
        'The clients whose tokens are accepted; without it, every client of the issuer that comes with your audience.',
      ),
    ),
  ),
  clientsWithoutAudience: v.optional(
    v.pipe(
      names('a client', 'the clients', 'web-app'),
      v.description(
        'The clients whose tokens are accepted also without any `aud`; by default none. `cognito` has to say it.',
      ),
    ),
  ),
};

/** The settings of an issuer, of any type: a config is checked as a whole though parts of it have mistakes. */
interface Settings {
  readonly profile?: unknown;
  readonly audience?: unknown;
  readonly clients?: unknown;
  readonly clientsWithoutAudience?: unknown;
}

/** What the settings get wrong together. */
export function audienceMistakes(issuer: Settings): readonly Mistake[] {
  const { profile, audience, clients, clientsWithoutAudience } = issuer;
  const unnamed = unnamedClients(issuer, profile);
  if (unnamed.length > 0) return unnamed;
  const isWithout = valuesIn(clientsWithoutAudience).length > 0;
  const nothing = Array.isArray(audience) && audience.length === 0 && !isWithout;
  const strangers =
    clients === undefined
      ? []
      : valuesIn(clientsWithoutAudience).filter((client) => !valuesIn(clients).includes(client));
  return [
    ...(nothing ? [{ field: 'audience', message: NO_AUDIENCE }] : []),
    ...strangers.map((client) => ({
      field: 'clientsWithoutAudience',
      message: `${String(client)} is not one of clients, and may not come at all: add it to clients, or remove it here`,
    })),
  ];
}

/** What `profile` asks for in clientsWithoutAudience, and is not there. */
export function unnamedClients(
  { clientsWithoutAudience }: Pick<Settings, 'clientsWithoutAudience'>,
  profile: unknown,
): readonly Mistake[] {
  return profile === 'cognito' && clientsWithoutAudience === undefined
    ? [{ field: 'clientsWithoutAudience', message: NAME_CLIENTS }]
    : [];
}

const NO_AUDIENCE = 'list at least one audience: a token for another API must not open this one';

/** Amazon Cognito: "Scopes, M2M, and resource servers", resource binding. */
const NAME_CLIENTS =
  'is missing: list the ids of the app clients whose access tokens have no aud; or write [] if every client asks for tokens ' +
  'of a resource (RFC 8707), and list the resource in audience';
