/** The steps of a history, for fast-check. Each says in code what it does, so that a failing history can be read. */
import fc from 'fast-check';
import type { History } from './history.ts';
import type { Called } from './reference/outcomes.ts';
import type { Demands, Item, Rule } from './reference/policy.ts';
import { LADDER, RULE_NAMES } from './reference/rules.ts';
import type { SignIn } from './reference/rules.ts';

/** Nothing beside the history itself: it knows the product and the reference. */
export type Nothing = Readonly<Record<string, never>>;

class Step implements fc.AsyncCommand<Nothing, History> {
  readonly #text: string;
  readonly #act: (history: History) => Promise<void>;

  constructor(text: string, act: (history: History) => Promise<void>) {
    this.#text = text;
    this.#act = act;
  }

  check(): boolean {
    return true;
  }

  async run(_: Nothing, history: History): Promise<void> {
    await this.#act(history);
  }

  toString(): string {
    return this.#text;
  }
}

const users = fc.constantFrom('alice', 'alice', 'bob');
const clients = fc.constantFrom('app', 'app', 'app', 'other');
const routes = fc.constantFrom('POST /a', 'GET /a', 'POST /a/b', 'POST /c/{id}', 'GET /c/{id}');
const keys = fc.constantFrom(
  ...['POST /a', 'POST /a', 'GET /a', 'ANY /a', 'POST /a/*', 'ANY /*', 'POST /c/{id}', 'ANY /c/{id}'],
  ...['GROUP g', 'GROUP g', 'GROUP h'],
);

/** Seconds: the bounds, and what is just before and after them. Seldom the life of a token. */
const passes = fc.oneof(
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

const calls: fc.Arbitrary<Called & { readonly spelt: string }> = fc
  .tuple(routes, ids)
  .map(([route, [id, spelt]]) =>
    route.includes('{') ? { route, id, spelt } : { route, id: undefined, spelt: '' },
  );

const words = fc.constantFrom(...LADDER);
const rarely = <Value>(arbitrary: fc.Arbitrary<Value>) => fc.option(arbitrary, { nil: undefined, freq: 3 });

/** Few of the fields at a time: a policy with all of them is closed for nearly everybody. */
const demands: fc.Arbitrary<Demands> = fc
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

/** A rule asks for something. */
const rules: fc.Arbitrary<readonly Rule[]> = fc.array(
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

const items: fc.Arbitrary<Item> = fc
  .tuple(demands, rarely(rules), rarely(fc.constantFrom('g', 'h')))
  .map(([fields, list, group]) => ({
    ...fields,
    ...(list === undefined ? {} : { rules: list }),
    ...(group === undefined ? {} : { group }),
  }));

const signIns = fc.record({
  acr: fc.constantFrom<SignIn['acr']>('loa1', 'loa1', 'loa2', 'loa3', undefined),
  amr: fc.constantFrom<SignIn['amr']>(['pwd'], ['sms'], ['otp'], ['pwd', 'otp'], undefined),
  /** Seconds since the sign-in; undefined: the token does not say. */
  age: fc.constantFrom(0, 0, 0, 25, 60, undefined),
});

const code = (name: string, ...args: readonly unknown[]) =>
  `${name}(${args.map((one) => JSON.stringify(one)).join(', ')})`;

/** Groups do not nest. */
const itemFor = (key: string, { group, ...item }: Item): Item =>
  key.startsWith('GROUP ') || group === undefined ? item : { ...item, group };

const signIn = fc.tuple(users, clients, signIns, fc.boolean()).map(
  ([user, client, { acr, amr, age }, isAdmin]) =>
    new Step(code('signIn', user, client, { acr, amr, age }, isAdmin), (history) => {
      const at = age === undefined ? undefined : history.now - age;
      return history.signIn(user, client, { acr, amr, at }, isAdmin ? ['admin'] : ['read']);
    }),
);

/** The newest are used most: older ones have expired. */
const newest = fc.nat(5);

const call = fc.tuple(newest, rarely(newest), calls).map(
  ([token, grant, { spelt, ...called }]) =>
    new Step(code('call', token, grant, called, spelt), async (history) => {
      const sent = history.tokens.at(-1 - token);
      if (sent !== undefined)
        await history.call(
          sent,
          grant === undefined ? undefined : history.grants.at(-1 - grant),
          called,
          spelt,
        );
    }),
);

const exchange = fc.tuple(newest, calls, fc.boolean()).map(
  ([token, { route, id }, namesPath]) =>
    new Step(code('exchange', token, route, namesPath ? id : undefined), async (history) => {
      const sent = history.tokens.at(-1 - token);
      if (sent !== undefined) await history.exchange(sent, { route, id: namesPath ? id : undefined });
    }),
);

/** The way of a client: exchanges, and calls with the grant beside another token of the user, twice. */
const stepUp = fc.tuple(newest, newest, calls).map(
  ([elevated, session, { spelt, ...called }]) =>
    new Step(code('stepUp', elevated, session, called, spelt), async (history) => {
      const [from, beside] = [history.tokens.at(-1 - elevated), history.tokens.at(-1 - session)];
      if (from === undefined || beside === undefined) return;
      const before = history.grants.length;
      await history.exchange(from, called);
      if (history.grants.length === before) return;
      await history.call(beside, history.grants.at(-1), called, spelt);
      await history.call(beside, history.grants.at(-1), called, spelt);
    }),
);

const put = fc
  .tuple(keys, items)
  .map(
    ([key, item]) =>
      new Step(code('put', key, itemFor(key, item)), (history) => history.write(key, itemFor(key, item))),
  );

const remove = keys.map((key) => new Step(code('remove', key), (history) => history.write(key, undefined)));

/** Edits one field, as `update-item` does: what was announced stays. */
const update = fc.tuple(keys, demands).map(
  ([key, fields]) =>
    new Step(code('update', key, fields), async (history) => {
      const item = history.item(key);
      if (item !== undefined) await history.write(key, { ...item, ...fields });
    }),
);

const changes = fc.oneof(
  { weight: 2, arbitrary: demands },
  { weight: 1, arbitrary: fc.boolean().map((isClosed): Demands => ({ deny: isClosed })) },
);

const announce = fc.tuple(keys, changes, rarely(rules), rarely(fc.constantFrom(-5, 5, 20))).map(
  ([key, fields, list, ahead]) =>
    new Step(code('announce', key, fields, list, ahead), async (history) => {
      const item = history.item(key);
      if (item === undefined) return;
      const upcoming = {
        ...fields,
        ...(list === undefined ? {} : { rules: list }),
        ...(ahead === undefined ? {} : { effectiveAt: history.now + ahead }),
      };
      await history.write(key, { ...item, upcoming });
    }),
);

/** An edit of an item whose change is announced, or in force, already: it has to count, or to be refused. */
const editAnnounced = fc.tuple(keys, changes, fc.constantFrom(-5, 5), changes).map(
  ([key, fields, ahead, edit]) =>
    new Step(code('editAnnounced', key, fields, ahead, edit), async (history) => {
      const item = history.item(key) ?? {};
      const upcoming = { ...fields, effectiveAt: history.now + ahead };
      await history.write(key, { ...item, upcoming });
      await history.write(key, { ...item, ...edit, upcoming });
    }),
);

const close = fc.tuple(keys, fc.constantFrom(-5, 5, 20, 60)).map(
  ([key, ahead]) =>
    new Step(code('closeUntil', key, ahead), async (history) => {
      const item = history.item(key);
      if (item !== undefined) await history.write(key, { ...item, closedUntil: history.now + ahead });
    }),
);

const risk = fc
  .tuple(users, fc.constantFrom(0, 49, 50, 90))
  .map(
    ([user, score]) =>
      new Step(code('risk', user, score), (history) =>
        history.setRisk(user, { ...history.risk(user), score }),
      ),
  );

const revoke = users.map(
  (user) =>
    new Step(code('revoke', user), (history) =>
      history.setRisk(user, { ...history.risk(user), revokedBefore: history.now }),
    ),
);

const clear = users.map(
  (user) => new Step(code('clearRisk', user), (history) => history.setRisk(user, undefined)),
);

const passing = (seconds: number) => (history: History) => {
  history.pass(seconds);
  return Promise.resolve();
};

const pass = passes.map((seconds) => new Step(code('pass', seconds), passing(seconds)));

/** Closes an item, or opens it again, as `update-item` does: what was announced stays. */
const deny = fc.tuple(keys, fc.boolean()).map(
  ([key, isClosed]) =>
    new Step(code('deny', key, isClosed), async (history) => {
      const item = history.item(key);
      if (item !== undefined) await history.write(key, { ...item, deny: isClosed });
    }),
);

/** An ordinary and an elevated token of one user. */
const ordinary = (
  [
    ['loa1', 'pwd'],
    ['loa3', 'otp'],
    ['loa2', 'sms'],
  ] as const
).map(
  ([acr, method]) =>
    new Step(code('signIn', 'alice', 'app', { acr, amr: [method], age: 0 }, true), (history) =>
      history.signIn('alice', 'app', { acr, amr: [method], at: history.now }, ['admin']),
    ),
);

/** What there is at first: most routes have an item, and users have signed in, with little and with much. */
export const BEGINNINGS: fc.Arbitrary<readonly fc.AsyncCommand<Nothing, History>[]> = fc
  .tuple(fc.array(put, { minLength: 2, maxLength: 4 }), fc.array(signIn, { maxLength: 2 }), fc.boolean())
  .map(([policies, tokens, isLater]) => [
    new Step(code('put', 'ANY /*', {}), (history) => history.write('ANY /*', {})),
    new Step(code('put', 'GROUP g', {}), (history) => history.write('GROUP g', {})),
    new Step(code('put', 'GROUP h', {}), (history) => history.write('GROUP h', {})),
    ...policies,
    ...tokens,
    ...ordinary,
    ...(isLater ? [new Step(code('pass', 11), passing(11))] : []),
  ]);

/** Those that are listed often are made often. */
export const STEPS: fc.Arbitrary<fc.AsyncCommand<Nothing, History>>[] = [
  ...[signIn, signIn, call, call, call, exchange, stepUp, stepUp, stepUp, stepUp, stepUp],
  ...[put, put, put, update, announce, editAnnounced, editAnnounced, close, deny, remove],
  ...[risk, revoke, clear, pass, pass, pass, pass],
];
