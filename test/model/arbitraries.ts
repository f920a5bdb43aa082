/** What the steps of a history are made of. */
import fc from 'fast-check';
import { ROUTES } from './names.ts';
import { WORDS } from './reference/issuers.ts';
import type { IssuerName } from './reference/issuers.ts';
import type { Called } from './reference/outcomes.ts';
import type { Demands, Item, Rule } from './reference/policy.ts';
import { LADDER, RULE_NAMES } from './reference/rules.ts';
import type { Said } from './reference/rules.ts';

export const issuers = fc.constantFrom<IssuerName>('first', 'first', 'first', 'second');
export const users = fc.constantFrom('alice', 'alice', 'bob');
const clients = fc.constantFrom('app', 'app', 'app', 'other');
export const keys = fc.constantFrom(
  ...['POST /a', 'POST /a', 'GET /a', 'ANY /a', 'POST /a/*', 'ANY /*', 'POST /c/{id}', 'ANY /c/{id}'],
  ...['GROUP g', 'GROUP g', 'GROUP h'],
);

/** Seconds: the bounds, and what is just before and after them. Seldom the life of a token. */
export const passes = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom(0, 1, 4, 5, 6, 9, 10, 11, 11, 11) },
  { weight: 4, arbitrary: fc.constantFrom(29, 30, 31, 59, 60, 61) },
  { weight: 1, arbitrary: fc.constantFrom(120, 300, 301, 895, 905) },
);

/** Ids, and how they are sent: the same value can be spelt in several ways. */
const ids = fc.constantFrom(
  ...([
    ['17', '17'],
    ['17', '%317'],
    ['18', '18'],
    ['%31', '%2531'],
  ] as const),
);

export const calls: fc.Arbitrary<Called & { readonly spelt: string }> = fc
  .tuple(fc.constantFrom(...ROUTES), ids)
  .map(([route, [id, spelt]]) =>
    route.includes('{') ? { route, id, spelt } : { route, id: undefined, spelt: '' },
  );

const words = fc.constantFrom(...LADDER);
export const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 3 });

/** Few of the fields at a time: a policy with all of them is closed for nearly everybody. */
export const demands: fc.Arbitrary<Demands> = fc
  .record({
    fields: fc.subarray(['acr', 'acr', 'acrValues', 'maxAge', 'maxAge', 'scopes', 'grant', 'grant'], {
      maxLength: 3,
    }),
    acr: words,
    acrValues: fc.subarray([...LADDER], { minLength: 1 }),
    maxAge: fc.constantFrom(30, 60, 300),
    grant: fc.record(
      {
        required: fc.boolean(),
        ttl: fc.constantFrom(30, 60, 900),
        use: fc.constantFrom('window' as const, 'once' as const),
        bind: fc.constantFrom('route' as const, 'path' as const),
      },
      { requiredKeys: [] },
    ),
  })
  .map(({ fields, acr, acrValues, maxAge, grant }) => ({
    ...(fields.includes('acr') ? { acr } : {}),
    ...(fields.includes('acrValues') ? { acrValues } : {}),
    ...(fields.includes('maxAge') ? { maxAge } : {}),
    ...(fields.includes('scopes') ? { scopes: ['admin'] } : {}),
    ...(fields.includes('grant') ? { grant } : {}),
  }));

/** What replaces the demands of an item, or closes or opens it. */
export const changes = fc.oneof(
  { weight: 2, arbitrary: demands },
  { weight: 1, arbitrary: fc.boolean().map((isClosed): Demands => ({ deny: isClosed })) },
);

/** A rule asks for something. */
export const rules: fc.Arbitrary<readonly Rule[]> = fc.array(
  fc
    .tuple(
      fc.constantFrom(...RULE_NAMES),
      fc.oneof(
        { weight: 3, arbitrary: demands },
        { weight: 1, arbitrary: fc.constant<Demands>({ deny: true }) },
      ),
      words,
    )
    .map(([rule, asked, acr]): Rule => ({ rule, ...(Object.keys(asked).length === 0 ? { acr } : asked) })),
  { minLength: 1, maxLength: 2 },
);

export const items: fc.Arbitrary<Item> = fc
  .tuple(demands, rarely(rules), rarely(fc.constantFrom('g', 'h')))
  .map(([fields, list, group]) => ({
    ...fields,
    ...(list === undefined ? {} : { rules: list }),
    ...(group === undefined ? {} : { group }),
  }));

/** Of a user: `age` in seconds since the sign-in, maybe with a fraction; undefined: the token does not say. */
export interface SignInChoice {
  readonly issuer: IssuerName;
  readonly user: string;
  readonly client: string;
  readonly acr: string | undefined;
  readonly acrs: readonly string[] | undefined;
  readonly amr: readonly string[] | undefined;
  readonly age: number | undefined;
  readonly isAdmin: boolean;
}

export const signIns: fc.Arbitrary<SignInChoice> = fc
  .record({
    issuer: issuers,
    user: users,
    client: clients,
    level: fc.constantFrom(0, 0, 1, 2, undefined),
    list: fc.subarray([...WORDS.second]),
    amr: fc.constantFrom<Said['amr']>(['pwd'], ['sms'], ['otp'], ['pwd', 'otp'], undefined),
    age: fc.constantFrom(0, 0, 0.25, 25, 59.5, 60, undefined),
    isAdmin: fc.boolean(),
  })
  .map(({ level, list, ...rest }) => ({
    ...rest,
    acr: level === undefined ? undefined : WORDS[rest.issuer][level],
    acrs: rest.issuer === 'second' ? list : undefined,
  }));

/** The newest are used most: older ones have expired. */
export const newest = fc.nat(5);
