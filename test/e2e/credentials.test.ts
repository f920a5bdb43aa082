import { randomBytes } from 'node:crypto';
import { refusalIn, refusalsOf } from '../support/refusals.ts';
import type { HeaderPairs } from '../support/send.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

const ROUTE = 'POST /payouts';
/** What API Gateway takes of headers, in bytes. */
const SPACE = 10_240;

let stack: TrustingStack;
let refusals: ReturnType<typeof refusalsOf>;
let ordinary: string;
let elevated: string;
/** Good once, for ROUTE: were it used, the last test of its group would notice. */
let grant: string;

const unknownGrant = () => `sug_${randomBytes(32).toString('base64url')}`;
const authorization = (value: string) => ['Authorization', value] as const;
const stepUpGrant = (value: string) => ['Step-Up-Grant', value] as const;

beforeAll(async () => {
  stack = await startTrustingStack();
  refusals = refusalsOf(stack.apiUrl, ROUTE);
  ordinary = stack.token();
  elevated = stack.token({ acr: WORDS.strongest });
  grant = await stack.grantFor(ROUTE, elevated);
});
afterAll(() => stack.close());

describe('no Authorization, another scheme, a token in the query or a cookie:', () => {
  const cases: [string, () => HeaderPairs][] = [
    ['no Authorization', () => []],
    ['an empty Authorization', () => [authorization('')]],
    ['another scheme, Basic with a password', () => [authorization('Basic YWxpY2U6cGFzc3dvcmQ=')]],
    ['another scheme, Basic with the token', () => [authorization(`Basic ${elevated}`)]],
    ['another scheme, DPoP', () => [authorization(`DPoP ${elevated}`)]],
    ['another scheme, Token', () => [authorization(`Token ${elevated}`)]],
    ['another scheme that only begins alike', () => [authorization(`BearerToken ${elevated}`)]],
    ['the token without a scheme', () => [authorization(elevated)]],
    ['a token in a cookie', () => [['Cookie', `access_token=${elevated}; Authorization=Bearer ${elevated}`]]],
    ['a token in the header of a proxy', () => [['Proxy-Authorization', `Bearer ${elevated}`]]],
    ['a token in a header of another name', () => [['X-Authorization', `Bearer ${elevated}`]]],
    ['a grant alone', () => [stepUpGrant(grant)]],
    ['a token in the place of the grant', () => [stepUpGrant(elevated)]],
  ];

  test.each(cases)('%s is answered with Bearer and no error code', async (_, headers) => {
    expect(refusalIn(await stack.call(ROUTE, headers()))).toEqual(refusals.noCredential());
  });

  test.each(['access_token', 'Authorization', 'token'])(
    'a token in the query, as %s, is answered with Bearer and no error code',
    async (name) => {
      const query = new URLSearchParams({
        [name]: name === 'Authorization' ? `Bearer ${elevated}` : elevated,
      });
      expect(refusalIn(await stack.call(`${ROUTE}?${query.toString()}`))).toEqual(refusals.noCredential());
    },
  );

  test('a token in a form body is answered with Bearer and no error code', async () => {
    const form = [['Content-Type', 'application/x-www-form-urlencoded']] as const;
    const body = new URLSearchParams({ access_token: elevated }).toString();
    expect(refusalIn(await stack.call(ROUTE, form, body))).toEqual(refusals.noCredential());
  });
});

describe('two Authorization headers, a list, two grants:', () => {
  const SEVERAL = 'Send one Authorization header, not several.';
  const NO_TOKEN = 'The Authorization header does not hold one Bearer token.';
  const GRANTS = 'Send one Step-Up-Grant header, not several.';
  const bearer = (token: string) => authorization(`Bearer ${token}`);

  const cases: [string, string, () => HeaderPairs][] = [
    ['two Authorization headers, the first good', SEVERAL, () => [bearer(ordinary), bearer('x')]],
    ['two Authorization headers, the last good', SEVERAL, () => [bearer('x'), bearer(ordinary)]],
    ['two Authorization headers, both good', SEVERAL, () => [bearer(ordinary), bearer(elevated)]],
    ['two Authorization headers that are the same', SEVERAL, () => [bearer(ordinary), bearer(ordinary)]],
    [
      'two Authorization headers whose names differ in case',
      SEVERAL,
      () => [bearer(ordinary), ['authorization', `Bearer ${elevated}`]],
    ],
    [
      'two Authorization headers, of two schemes',
      SEVERAL,
      () => [authorization('Basic YTpi'), bearer(ordinary)],
    ],
    ['two Authorization headers, one empty', SEVERAL, () => [authorization(''), bearer(ordinary)]],
    ['a list of tokens', NO_TOKEN, () => [authorization(`Bearer ${ordinary}, Bearer ${elevated}`)]],
    ['a list without a space', NO_TOKEN, () => [authorization(`Bearer ${ordinary},${elevated}`)]],
    ['a list of schemes', NO_TOKEN, () => [authorization(`Bearer ${ordinary}, Basic YTpi`)]],
    ['two tokens with a space between', NO_TOKEN, () => [authorization(`Bearer ${ordinary} ${elevated}`)]],
    ['a scheme without a token', NO_TOKEN, () => [authorization('Bearer')]],
    [
      'two grants, the first good',
      GRANTS,
      () => [bearer(ordinary), stepUpGrant(grant), stepUpGrant(unknownGrant())],
    ],
    [
      'two grants, the last good',
      GRANTS,
      () => [bearer(ordinary), stepUpGrant(unknownGrant()), stepUpGrant(grant)],
    ],
    [
      'two grants that are the same',
      GRANTS,
      () => [bearer(ordinary), stepUpGrant(grant), stepUpGrant(grant)],
    ],
    [
      'two grants whose names differ in case',
      GRANTS,
      () => [bearer(ordinary), stepUpGrant(grant), ['step-up-grant', unknownGrant()]],
    ],
  ];

  test.each(cases)(
    '%s, are refused as malformed, even if one of them would open the route',
    async (_, detail, headers) => {
      const before = await stack.scan(stack.grantTable);
      const pairs = headers();
      // A grant that would open the route stands beside every pair of tokens.
      const tempting = detail === GRANTS ? pairs : [...pairs, stepUpGrant(grant)];
      expect(refusalIn(await stack.call(ROUTE, tempting))).toEqual(refusals.malformed(detail));
      expect(await stack.scan(stack.grantTable)).toEqual(before);
    },
  );

  test.each([', ', ',', ' '])('a list of grants, parted by "%s", is worth no grant', async (between) => {
    const before = await stack.scan(stack.grantTable);
    for (const list of [
      [grant, unknownGrant()],
      [unknownGrant(), grant],
    ]) {
      expect(refusalIn(await stack.call(ROUTE, bearerOf(ordinary, list.join(between))))).toEqual(
        refusals.challenge('acr', WORDS.strongest, 300),
      );
    }
    expect(await stack.scan(stack.grantTable)).toEqual(before);
  });
});

describe('10 kB of headers:', () => {
  /** Headers that fill the request up to `size` bytes, as the gateway counts them. */
  const padded = (headers: HeaderPairs, size: number): HeaderPairs => {
    const host = ['Host', new URL(stack.apiUrl).host] as const;
    const used = [host, ...headers].reduce((sum, [name, value]) => sum + name.length + value.length, 0);
    const names = Array.from({ length: 100 }, (_, index) => `X-${String(index).padStart(3, '0')}`);
    const each = Math.floor((size - used) / names.length) - 5;
    return [...headers, ...names.map((name) => [name, 'a'.repeat(each)] as const)];
  };

  test.each<[string, () => HeaderPairs]>([
    ['more than API Gateway takes', () => padded(bearerOf(elevated, grant), SPACE + 200)],
    ['a 100 kB grant', () => bearerOf(elevated, 'g'.repeat(100_000))],
    ['a 100 kB token', () => bearerOf('t'.repeat(100_000))],
  ])('%s: refused before the authorizer is asked', async (_, headers) => {
    const requests = () => stack.log().filter(({ source }) => source === 'access').length;
    const before = requests();
    expect(await stack.call(ROUTE, headers())).toMatchObject({ status: 413, challenge: '' });
    expect(requests()).toBe(before);
  });

  test('just as many as it takes, without a credential among them, are refused as no credential', async () => {
    const headers = padded([], SPACE - 1000);
    expect(refusalIn(await stack.call(ROUTE, headers))).toEqual(refusals.noCredential());
  });

  test('a token that fills them is refused before a table or a key set is asked', async () => {
    await stack.call(ROUTE, bearerOf(ordinary));
    const fetches = stack.issuer.fetches();
    stack.database.forget();
    const fillers = ['a'.repeat(9_900), '.'.repeat(9_900), `${'a'.repeat(4_000)}.${'b'.repeat(4_000)}.c`];
    for (const token of fillers) {
      expect(refusalIn(await stack.call(ROUTE, bearerOf(token)))).toEqual(refusals.invalidToken());
    }
    expect([stack.issuer.fetches(), stack.database.operations()]).toEqual([fetches, []]);
  });

  test('a grant that fills them is worth no grant, and is not looked up', async () => {
    // The token of a new user, whose risk was just read: it is not read again.
    const token = stack.token({ sub: 'carol' });
    const runOn = stack.time.stop();
    await stack.call(ROUTE, bearerOf(token));
    stack.database.forget();
    const answer = await stack.call(ROUTE, bearerOf(token, `sug_${'a'.repeat(9_000)}`));
    runOn();
    expect(refusalIn(answer)).toEqual(refusals.challenge('acr', WORDS.strongest, 300));
    expect(stack.database.operations()).not.toContain('GetItem');
  });
});

test('after all of them the grant, which none has spent, opens its route', async () => {
  expect(await stack.call(ROUTE, bearerOf(ordinary, grant))).toMatchObject({ status: 200 });
});
