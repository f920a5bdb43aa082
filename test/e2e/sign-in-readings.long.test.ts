/** From the challenge to the elevated token, the grant and its one use, for issuers that say in other ways how a user signed in. */
import { refusalIn, refusalsOf } from '../support/refusals.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

/** Asks for the strong word or a stronger one, and a sign-in of the last five minutes. */
const ROUTE = 'POST /payments';
const MAX_AGE = 300;
/** Asks for the strongest word, and takes a grant for one use. */
const ONCE = 'POST /payouts';

const now = () => Math.floor(Date.now() / 1000);

/** No claim of the standard says anything. */
const SILENT = { acr: undefined, amr: undefined, auth_time: undefined };

const used = (method: string, age: number) => ({ method, timestamp: now() - age });

interface Kind {
  readonly name: string;
  readonly trust: object;
  readonly typ: string;
  /** The claims of a sign-in that is too weak for both routes, and what a challenge then asks for. */
  readonly weak: () => object;
  readonly asked: string;
  /** Of one that opens both routes, `age` seconds old. */
  readonly strong: (age: number) => object;
  /** Of one that would, but has no time. */
  readonly timeless: () => object;
}

const KINDS: readonly Kind[] = [
  {
    name: 'Supabase: a level of assurance, and each method with its time',
    trust: {
      acr: { claim: 'aal', values: { aal1: WORDS.weak, aal2: WORDS.strongest } },
      amr: { member: 'method' },
      authTime: { member: 'timestamp' },
    },
    typ: 'at+jwt',
    weak: () => ({ ...SILENT, aal: 'aal1', amr: [used('password', 5)] }),
    asked: 'aal2',
    strong: (age) => ({ ...SILENT, aal: 'aal2', amr: [used('totp', 1), used('password', age)] }),
    timeless: () => ({ ...SILENT, aal: 'aal2', amr: ['totp', 'password'], auth_time: now() }),
  },
  {
    name: 'Entra ID: a list of authentication contexts',
    trust: { profile: 'entra', acr: { values: { c1: WORDS.strong, c2: WORDS.strongest } } },
    typ: 'JWT',
    weak: () => ({ ...SILENT, azp: 'app', scp: 'pay', acrs: ['p1'], auth_time: now() - 5 }),
    asked: 'c1 c2',
    strong: (age) => ({
      ...SILENT,
      azp: 'app',
      scp: 'pay',
      acrs: ['p1', 'c1', 'c2'],
      auth_time: now() - age,
    }),
    timeless: () => ({ ...SILENT, azp: 'app', scp: 'pay', acrs: ['c2'] }),
  },
  {
    name: 'sets of methods, and a time in a claim of its own',
    trust: {
      acr: {
        methods: [
          { all: ['pwd'], acr: WORDS.weak },
          { all: ['pwd', 'otp'], acr: WORDS.strongest },
        ],
        request: { [WORDS.strongest]: 'mfa' },
      },
      amr: { claim: 'urn:test:methods' },
      authTime: { claim: 'urn:test:signed-in' },
    },
    typ: 'at+jwt',
    weak: () => ({ ...SILENT, 'urn:test:methods': ['pwd'], 'urn:test:signed-in': now() - 5 }),
    asked: 'mfa',
    strong: (age) => ({ ...SILENT, 'urn:test:methods': ['otp', 'pwd'], 'urn:test:signed-in': now() - age }),
    timeless: () => ({ ...SILENT, 'urn:test:methods': ['otp', 'pwd'], auth_time: now() }),
  },
  {
    name: 'a level as a number',
    trust: { acr: { claim: 'auth_level', numbers: { 0: WORDS.weak, 10: WORDS.strongest } } },
    typ: 'at+jwt',
    weak: () => ({ ...SILENT, auth_level: 0, auth_time: now() - 5 }),
    asked: '10',
    strong: (age) => ({ ...SILENT, auth_level: 10, auth_time: now() - age }),
    timeless: () => ({ ...SILENT, auth_level: 10 }),
  },
];

describe.each(KINDS)('$name', ({ trust, typ, weak, strong, timeless, asked }) => {
  let stack: TrustingStack;
  let refusals: ReturnType<typeof refusalsOf>;

  beforeAll(async () => {
    stack = await startTrustingStack({ trust });
    refusals = refusalsOf(stack.apiUrl, ROUTE);
  });
  afterAll(() => stack.close());

  const token = (claims: object) => stack.token(claims, { typ });

  test('a weak sign-in is challenged in the words that the issuer takes, and the elevated token opens the route', async () => {
    const answer = await stack.call(ROUTE, bearerOf(token(weak())));
    expect(refusalIn(answer)).toEqual(refusals.challenge('acr', asked, MAX_AGE));
    expect(await stack.call(ROUTE, bearerOf(token(strong(20))))).toMatchObject({
      status: 200,
      body: { acr: WORDS.strongest, openedBy: 'token' },
    });
  });

  test('a sign-in that is too old is challenged, and one without a time, each for its reason', async () => {
    const old = await stack.call(ROUTE, bearerOf(token(strong(MAX_AGE + 30))));
    expect(refusalIn(old)).toEqual(refusals.challenge('maxAge', asked, MAX_AGE));
    const silent = await stack.call(ROUTE, bearerOf(token(timeless())));
    expect(refusalIn(silent)).toEqual(refusals.challenge('noTime', asked, MAX_AGE));
    expect(stack.authorizerLog().some((line) => line.includes('"reason":"auth_time_missing"'))).toBe(true);
  });

  test('the grant of the elevated token opens the route for the weak one', async () => {
    const grant = await stack.grantFor(ROUTE, token(strong(25)));
    expect(await stack.call(ROUTE, bearerOf(token(weak()), grant))).toMatchObject({
      status: 200,
      body: { acr: WORDS.strongest, openedBy: 'grant' },
    });
  });

  test('one sign-in has one use where the route asks for it, and a newer one has another', async () => {
    const { challenge } = refusalsOf(stack.apiUrl, ONCE);
    const first = token(strong(60));
    const grant = await stack.grantFor(ONCE, first);
    expect(await stack.call(ONCE, bearerOf(first, grant))).toMatchObject({ status: 200 });
    const again = await stack.call(ONCE, bearerOf(first, grant));
    expect(refusalIn(again)).toEqual(challenge('spent', asked.split(' ').at(-1) ?? '', 0));
    const newer = token(strong(30));
    expect(await stack.call(ONCE, bearerOf(newer, await stack.grantFor(ONCE, newer)))).toMatchObject({
      status: 200,
    });
  });
});

describe('an issuer that writes no time of a sign-in', () => {
  let stack: TrustingStack;

  beforeAll(async () => {
    stack = await startTrustingStack({ trust: { authTime: 'none' } });
  });
  afterAll(() => stack.close());

  test('gets a plain no where a time is asked for, also with a strong sign-in, and no grant', async () => {
    const token = stack.token({ acr: WORDS.strongest, auth_time: now() });
    const answer = await stack.call(ROUTE, bearerOf(token));
    expect(refusalIn(answer)).toEqual(refusalsOf(stack.apiUrl, ROUTE).denied());
    expect(await stack.exchange(ROUTE, token)).toMatchObject({
      status: 400,
      body: { error: 'invalid_target' },
    });
    expect(stack.authorizerLog().some((line) => line.includes('"reason":"auth_time_unavailable"'))).toBe(
      true,
    );
  });

  test('opens what asks for an acr alone', async () => {
    const token = stack.token({ acr: WORDS.strongest, auth_time: undefined });
    expect(await stack.call('GET /statements', bearerOf(token))).toMatchObject({ status: 200 });
    const weak = await stack.call('GET /statements', bearerOf(stack.token({ auth_time: undefined })));
    expect(refusalIn(weak)).toEqual(
      refusalsOf(stack.apiUrl, 'GET /statements').challenge('acr', `${WORDS.strong} ${WORDS.strongest}`),
    );
  });
});

describe('a token in which the time of the sign-in would show a person', () => {
  let stack: TrustingStack;

  beforeAll(async () => {
    stack = await startTrustingStack({ trust: { profile: 'keycloak' } });
  });
  afterAll(() => stack.close());

  test('gets a plain no without one, and no challenge for a time', async () => {
    const token = stack.token(
      { azp: 'app', typ: 'Bearer', acr: WORDS.strongest, auth_time: undefined },
      { typ: 'JWT' },
    );
    const answer = await stack.call(ROUTE, bearerOf(token));
    expect(refusalIn(answer)).toEqual(refusalsOf(stack.apiUrl, ROUTE).denied());
    expect(stack.authorizerLog().some((line) => line.includes('"reason":"no_sign_in_shown"'))).toBe(true);
  });
});
