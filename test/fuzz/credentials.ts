/** The headers of a request: Authorization and Step-Up-Grant, under names and with values that are nearly right. */
import fc from 'fast-check';
import { readCredential } from '../../core/token/credential.ts';
import { texts, editedText, textEdits } from '../support/fuzz/arbitraries.ts';
import type { TextEdit } from '../support/fuzz/arbitraries.ts';
import { TOKEN_PROFILES } from '../../core/trust/presets/presets.ts';
import { demand, fuzzTarget } from '../support/fuzz/target.ts';
import type { FuzzTarget } from '../support/fuzz/target.ts';
import { demandBoundedWork } from '../support/fuzz/victim.ts';
import type { FuzzVictims } from '../support/fuzz/victim.ts';
import { AUTHORIZER_OUTCOMES, authorizerOutcome } from '../support/hostile/outcomes.ts';
import { authorizerEvent } from '../support/functions/rest-events.ts';

const GRANT = `sug_${'Ab1_-'.repeat(8)}abc`;

type Secret = 'strong' | 'ordinary' | 'grant';
type Secrets = Readonly<Record<Secret, string>>;

interface Value {
  readonly before: string;
  readonly secret: Secret;
  readonly changes: readonly TextEdit[];
}

const anyCase = (name: string) => fc.mixedCase(fc.constant(name));
const mostly = <T>(usual: fc.Arbitrary<T>, other: fc.Arbitrary<T>) =>
  fc.oneof({ weight: 4, arbitrary: usual }, { weight: 1, arbitrary: other });

const values: fc.Arbitrary<Value> = fc.record({
  before: mostly(
    fc.oneof(fc.constant('Bearer '), anyCase('bearer  '), fc.constantFrom('', 'Basic ', 'DPoP ')),
    texts,
  ),
  secret: fc.constantFrom('strong', 'ordinary', 'grant'),
  changes: mostly(fc.constant<TextEdit[]>([]), textEdits),
});

const names = mostly(
  fc.oneof(
    fc.constant('Authorization'),
    anyCase('authorization'),
    fc.constant('Step-Up-Grant'),
    anyCase('step-up-grant'),
  ),
  texts,
);

/** As pairs, since an object has one value for each name. */
const headerLists = fc.array(fc.tuple(names, fc.array(values, { maxLength: 3 })), { maxLength: 4 });
/** What would do, and then some more. */
const goodAndMore = fc
  .tuple(headerLists, fc.constantFrom<Secret>('strong', 'ordinary'), fc.boolean())
  .map(([more, secret, withGrant]): (readonly [string, readonly Value[]])[] => [
    ['Authorization', [{ before: 'Bearer ', secret, changes: [] }]],
    ...(withGrant ? [['Step-Up-Grant', [{ before: '', secret: 'grant', changes: [] }]] as const] : []),
    ...more,
  ]);
const headers = fc.oneof(headerLists, goodAndMore);

function written(
  lists: readonly (readonly [string, readonly Value[]])[],
  secrets: Secrets,
): Record<string, string[]> {
  return Object.fromEntries(
    lists.map(([name, list]) => [
      name,
      list.map(({ before, secret, changes }) => editedText(before + secrets[secret], changes)),
    ]),
  );
}

function valuesOf(all: Record<string, string[]>, name: string): string[] {
  return Object.entries(all).flatMap(([key, list]) => (key.toLowerCase() === name ? list : []));
}

function withLoweredNames(all: Record<string, string[]>): Record<string, string[]> {
  const names = Object.keys(all).map((name) => name.toLowerCase());
  return Object.fromEntries(names.map((name) => [name, valuesOf(all, name)]));
}

export const credentialParser = fuzzTarget(
  'credentials: the parser',
  headers,
  ['none', 'malformed', 'bearer, grant none', 'bearer, grant malformed', 'bearer, grant grant'],
  (lists) => {
    const all = written(lists, { strong: 'aaa.bbb.ccc', ordinary: 'a.b.c', grant: GRANT });
    const credential = readCredential(withLoweredNames(all), 'Step-Up-Grant');
    if (credential.kind !== 'bearer') return credential.kind;
    const authorizations = valuesOf(all, 'authorization');
    const grants = valuesOf(all, 'step-up-grant');
    demand(authorizations.length === 1 && grants.length <= 1, 'one of several was chosen');
    demand(/^[\x21-\x7e]{1,10240}$/.test(credential.token), 'a token that is no token68');
    demand(
      authorizations[0]?.toLowerCase().replace(/^bearer +/, '') === credential.token.toLowerCase(),
      'another token',
    );
    if (credential.grant.kind === 'grant') demand(credential.grant.value === grants[0], 'another grant');
    if (grants[0] === GRANT) demand(credential.grant.kind === 'grant', 'a grant that was not taken');
    return `bearer, grant ${credential.grant.kind}`;
  },
);

/** Allowed are the strong token for the one route, and either with the grant for the other: alone, and as they are. */
export function credentialsAtTheAuthorizer(victims: FuzzVictims): FuzzTarget {
  const routes = fc.constantFrom('POST /payments', 'POST /transfers');
  return fuzzTarget(
    'credentials: the built authorizer',
    fc.tuple(routes, headers, fc.constantFrom(...TOKEN_PROFILES)),
    AUTHORIZER_OUTCOMES,
    async ([route, lists, profile]) => {
      const victim = victims.of(profile);
      const all = written(lists, victim);
      victim.functions.forget();
      const outcome = authorizerOutcome(
        await victim.functions.invoke('authorizer', authorizerEvent(route, all)),
      );
      demandBoundedWork(
        victim,
        ['no_credential', 'invalid_request', 'invalid_token'].includes(outcome) ? 0 : 3,
      );
      demand(outcome !== 'fault', 'a fault that is the caller’s');
      const tokens = valuesOf(all, 'authorization').map((value) => value.replace(/^bearer +/i, ''));
      const grants = valuesOf(all, 'step-up-grant');
      const opens =
        tokens.length === 1 &&
        grants.length <= 1 &&
        (route === 'POST /payments'
          ? tokens[0] === victim.strong
          : [victim.strong, victim.ordinary].includes(tokens[0] ?? '') && grants[0] === victim.grant);
      demand(opens || outcome !== 'allow', 'allowed without a good credential');
      return outcome;
    },
  );
}
