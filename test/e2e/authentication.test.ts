import { refusalIn, refusalsOf } from '../support/refusals.ts';
import type { Refusal } from '../support/refusals.ts';
import { bearerOf, WORDS } from '../support/tokens/ordinary-tokens.ts';
import { startTrustingStack } from '../support/stacks/trusting-stack.ts';
import type { TrustingStack } from '../support/stacks/trusting-stack.ts';

/** Asks for the strong word or a stronger one, and a sign-in of the last five minutes. */
const ROUTE = 'POST /payments';
const MAX_AGE = 300;
const STRONG_OR_STRONGER = `${WORDS.strong} ${WORDS.strongest}`;

let stack: TrustingStack;
let refusals: ReturnType<typeof refusalsOf>;

beforeAll(async () => {
  stack = await startTrustingStack();
  refusals = refusalsOf(stack.apiUrl, ROUTE);
});
afterAll(() => stack.close());

const now = () => Math.floor(Date.now() / 1000);

/** The answer to a token that would open the route, but for these claims. */
const answerTo = async (claims: object): Promise<Refusal> =>
  refusalIn(await stack.call(ROUTE, bearerOf(stack.token({ acr: WORDS.strong, ...claims }))));

test('the valid token, of which the others are made, opens the route', async () => {
  expect(await answerTo({})).toMatchObject({ status: 200, challenge: '' });
});

describe('valid token, its acr', () => {
  const notWords: [string, unknown][] = [
    ['missing', undefined],
    ['null', null],
    ['empty', ''],
    ['unknown', 'urn:test:loa:9'],
    ['unknown: that of another vocabulary', 'urn:mace:incommon:iap:silver'],
    ['unknown: a number of old (OpenID Connect Core §2)', '0'],
    ['unknown: in other letters', WORDS.strongest.toUpperCase()],
    ['unknown: with a space at its end', `${WORDS.strongest} `],
    ['unknown: two words in one', `${WORDS.strong} ${WORDS.strongest}`],
    ['weaker', WORDS.weak],
    ['not a string: a number', 3],
    ['not a string: true', true],
    ['not a string: a list of a good word', [WORDS.strongest]],
    ['not a string: a list of lists', [[WORDS.strongest]]],
    ['not a string: an object', { [WORDS.strongest]: true }],
    ['not a string: an object that claims to be one', { toString: WORDS.strongest, length: 1 }],
    ['the property name constructor', 'constructor'],
    ['the property name __proto__', '__proto__'],
    ['the property name toString', 'toString'],
    ['the property name hasOwnProperty', 'hasOwnProperty'],
    ['the property name length', 'length'],
  ];

  test.each(notWords)('%s: challenge', async (_, acr) => {
    expect(await answerTo({ acr })).toEqual(refusals.challenge('acr', STRONG_OR_STRONGER, MAX_AGE));
  });

  test.each(notWords)('%s: no grant is given for it either', async (_, acr) => {
    expect(await stack.exchange(ROUTE, stack.token({ acr }))).toMatchObject({
      status: 400,
      body: {
        error: 'insufficient_user_authentication',
        acr_values: STRONG_OR_STRONGER,
        max_age: MAX_AGE,
      },
    });
  });

  test('weaker than the one word that will do: challenge for that word alone', async () => {
    const answer = await stack.call('POST /payouts', bearerOf(stack.token({ acr: WORDS.strong })));
    expect(refusalIn(answer)).toEqual(
      refusalsOf(stack.apiUrl, 'POST /payouts').challenge('acr', WORDS.strongest, MAX_AGE),
    );
  });

  test('weaker, where no max_age is asked for: challenge without one', async () => {
    const answer = await stack.call('GET /statements', bearerOf(stack.token()));
    expect(refusalIn(answer)).toEqual(
      refusalsOf(stack.apiUrl, 'GET /statements').challenge('acr', STRONG_OR_STRONGER),
    );
  });
});

describe('valid token, its auth_time', () => {
  test.each<[string, () => unknown]>([
    ['stale', () => now() - MAX_AGE - 30],
    ['stale: of the year 1970', () => 0],
    ['stale: in minutes', () => Math.floor(now() / 60)],
  ])('%s: challenge', async (_, authTime) => {
    expect(await answerTo({ auth_time: authTime() })).toEqual(
      refusals.challenge('maxAge', STRONG_OR_STRONGER, MAX_AGE),
    );
  });

  test.each<[string, () => unknown]>([
    ['missing', () => undefined],
    ['unreadable, which counts as missing: a string', () => String(now())],
    ['unreadable: a string of a date', () => new Date().toISOString()],
    ['unreadable: in milliseconds', () => Date.now()],
    ['unreadable: negative', () => -1],
    ['unreadable: larger than any time', () => 1e300],
    ['unreadable: null', () => null],
    ['unreadable: true', () => true],
    ['unreadable: a list', () => [now()]],
    ['unreadable: an object', () => ({})],
  ])('%s: challenge that says so', async (_, authTime) => {
    expect(await answerTo({ auth_time: authTime() })).toEqual(
      refusals.challenge('noTime', STRONG_OR_STRONGER, MAX_AGE),
    );
  });

  test('with a fraction: is read', async () => {
    expect(await answerTo({ auth_time: now() - 10.5 })).toMatchObject({ status: 200 });
  });

  test('in the future: invalid_token', async () => {
    expect(await answerTo({ auth_time: now() + 3600 })).toEqual(refusals.invalidToken());
  });

  test.each<[string, object]>([
    ['iat is now', { iat: now() }],
    ['updated_at is now', { updated_at: now() }],
    ['authTime is now', { authTime: now() }],
  ])('missing: %s, which does not stand in for it', async (_, claims) => {
    expect(await answerTo({ auth_time: undefined, ...claims })).toEqual(
      refusals.challenge('noTime', STRONG_OR_STRONGER, MAX_AGE),
    );
  });
});

describe('valid token of an issuer with words of its own, its acr', () => {
  let words: TrustingStack;
  const values = { silver: WORDS.strong, gold: WORDS.strongest };

  beforeAll(async () => {
    words = await startTrustingStack({ trust: { acr: { claim: 'acr', values } } });
  });
  afterAll(() => words.close());
  const call = (acr: unknown) => words.call(ROUTE, bearerOf(words.token({ acr })));

  test('in those words, opens the route', async () => {
    expect(await call('gold')).toMatchObject({ status: 200 });
  });

  test.each([
    [WORDS.strongest],
    ['constructor'],
    ['__proto__'],
    ['toString'],
    ['Gold'],
    [undefined],
    [['gold']],
  ])('%p: challenge, in those words', async (acr) => {
    expect(refusalIn(await call(acr))).toEqual(
      refusalsOf(words.apiUrl, ROUTE).challenge('acr', 'silver gold', MAX_AGE),
    );
  });
});
