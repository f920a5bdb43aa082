import { startCountedBundle } from './counted-bundle.ts';
import type { Counted, CountedBundle } from './counted-bundle.ts';
import { encodeForm, exchangeForm } from '../../../support/exchange-form.ts';
import { startFunctionWorld } from '../../../support/functions/function-world.ts';
import type { FunctionWorld } from '../../../support/functions/function-world.ts';
import { authorizerEvent, BASE, exchangeEvent } from '../../../support/functions/rest-events.ts';
import { requirementUriOf } from '../../../support/route.ts';
import { createSigner, encodePart } from '../../../support/tokens/token-signer.ts';
import { tokensOf, WORDS } from '../../../support/tokens/ordinary-tokens.ts';

const ROUTE = 'POST /payments';
const MEGABYTE = 1_000_000;
/** What the functions take of a token, in characters: all that API Gateway takes of headers. */
const LONGEST = 10_240;

const signer = createSigner('ES256', 'the-key');
let world: FunctionWorld;
let tokens: ReturnType<typeof tokensOf>;

beforeAll(async () => {
  const trust = { acr: Object.values(WORDS), publicUrl: BASE };
  world = await startFunctionWorld(trust, [{ route: ROUTE, acr: WORDS.strong, maxAge: 3000 }]);
  world.time.stop();
  world.issuer.answer((_, response) => response.end(JSON.stringify({ keys: [signer.jwk] })));
  tokens = tokensOf(world.issuer.issuer, signer);
});
afterAll(() => world.close());

const ALLOWED = { value: { policyDocument: { Statement: [{ Effect: 'Allow' }] } } };

const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
/** The claims with one more, which is as deep as told. */
const deepClaims = (depth: number) =>
  JSON.stringify(tokens.claims()).replace(/}$/, `,"deep":${nested(depth)}}`);
const signed = (payload: string) => signer.sign(tokens.header(), payload);
const forged = (payload: string) => `${signed(payload).slice(0, -8)}AAAAAAAA`;

const callsOf = ({ work }: Counted, name: string) => work[name]?.calls ?? 0;

/** What was called more often in `counted` than in `baseline`. */
const callsBeyond = (baseline: Counted, counted: Counted) =>
  Object.keys(counted.work).filter((name) => callsOf(counted, name) > callsOf(baseline, name));

/** Lets `invoke` run without a request to anywhere. */
async function withoutRequests(invoke: () => Promise<Counted>): Promise<Counted> {
  const fetches = world.issuer.fetches();
  world.proxy.forget();
  const counted = await invoke();
  expect([world.issuer.fetches() - fetches, world.proxy.operations()]).toEqual([0, []]);
  return counted;
}

describe('the authorizer refuses with work bounded before decoding', () => {
  let authorizer: CountedBundle;
  beforeAll(async () => {
    authorizer = await startCountedBundle('authorizer', world.environment, world.trustWith());
    // Keys, policy and risk are in memory from here on.
    expect(await opened()).toMatchObject(ALLOWED);
    await present(tokens.token());
  });
  afterAll(() => authorizer.close());

  const send = (headers: Record<string, string[]>) => authorizer.invoke(authorizerEvent(ROUTE, headers));
  const present = (token: string, grant?: string) =>
    send({
      Authorization: [`Bearer ${token}`],
      ...(grant === undefined ? {} : { 'Step-Up-Grant': [grant] }),
    });
  const opened = () => present(tokens.token({ acr: WORDS.strong }));

  const refusal = (errorCode: string) => ({
    policyDocument: { Statement: [{ Effect: 'Deny' }] },
    context: { stepUpError: errorCode },
  });

  test.each<[string, () => string]>([
    ['1 MB token handed to the function: one letter', () => 'a'.repeat(MEGABYTE)],
    ['1 MB token: nothing but dots', () => '.'.repeat(MEGABYTE)],
    ['1 MB token: nothing but padding', () => '='.repeat(MEGABYTE)],
    ['1 MB token: three parts', () => ['a', 'b', 'c'].map((part) => part.repeat(MEGABYTE / 3)).join('.')],
    [
      '1 MB token: signed by the issuer',
      () => tokens.token({ acr: WORDS.strong, filler: 'a'.repeat(750_000) }),
    ],
    ['1 MB token: a good one, and spaces before it', () => `${' '.repeat(MEGABYTE)}${tokens.token()}`],
    ['JSON 10,000 deep, signed by the issuer', () => signed(deepClaims(10_000))],
    [
      'JSON 10,000 deep, and never closed',
      () => `${encodePart(tokens.header())}.${encodePart('['.repeat(10_000))}.a`,
    ],
    [
      'JSON 10,000 deep, in the header',
      () => `${encodePart(nested(10_000))}.${encodePart(tokens.claims())}.a`,
    ],
    ['one character more than there can be', () => 'a'.repeat(LONGEST - 6)],
  ])('%s', async (_, token) => {
    const nothing = await present('two tokens');
    const counted = await withoutRequests(() => present(token()));
    expect(counted.value).toMatchObject(refusal('invalid_request'));
    expect(counted.work).toEqual(nothing.work);
  });

  test.each<[string, number]>([
    ['JSON as deep as fits', 3_300],
    ['JSON of some depth', 500],
  ])('%s, forged, costs no more calls than flat JSON', async (_, depth) => {
    const flat = await present(forged(deepClaims(1)));
    const token = forged(deepClaims(depth));
    expect(token.length).toBeLessThan(LONGEST);
    const deep = await withoutRequests(() => present(token));
    expect(deep.value).toMatchObject(refusal('invalid_token'));
    expect(callsBeyond(flat, deep)).toEqual([]);
  });

  test.each<[string, () => string]>([
    ['brackets that are never closed', () => '['.repeat(7_000)],
    ['braces that are never closed', () => '{"a":'.repeat(1_400)],
    ['a list of as many numbers as fit', () => `[${'1,'.repeat(3_500)}1]`],
    ['as many names as fit', () => `{${Array.from({ length: 700 }, (_, i) => `"${i}":1`).join()}}`],
    ['quotation marks that are never closed', () => '"'.repeat(7_000)],
    ['backslashes', () => `{"a":"${'\\'.repeat(6_999)}`],
  ])('JSON of %s is an invalid token, and costs no more calls than flat JSON', async (_, payload) => {
    const flat = await present(forged(deepClaims(1)));
    const counted = await withoutRequests(() => present(forged(payload())));
    expect(counted.value).toMatchObject(refusal('invalid_token'));
    expect(callsBeyond(flat, counted)).toEqual([]);
  });

  test('JSON of some depth, signed by the issuer, is decided like any other', async () => {
    const counted = await present(signed(deepClaims(500)));
    expect(counted.value).toMatchObject(refusal('insufficient_user_authentication'));
  });

  test('JSON as deep as fits, signed by the issuer, is refused: too deep to be read, or decided, but no crash', async () => {
    const { value, thrown } = await present(signed(deepClaims(3_300)));
    expect(thrown).toBeUndefined();
    expect(value).toMatchObject({
      policyDocument: { Statement: [{ Effect: 'Deny' }] },
      context: { stepUpError: expect.stringMatching(/^(invalid_token|insufficient_user_authentication)$/) },
    });
  });

  test.each<[string, () => string]>([
    ['100 kB grant', () => 'a'.repeat(100_000)],
    ['100 kB grant that begins like one', () => `sug_${'a'.repeat(100_000)}`],
    [
      '100 kB grant: many in a list',
      () => Array.from({ length: 2_000 }, () => `sug_${'a'.repeat(43)}`).join(', '),
    ],
    ['1 MB grant', () => `sug_${'a'.repeat(MEGABYTE)}`],
  ])('%s: a challenge, and the grant is neither hashed nor looked up', async (name, grant) => {
    // The token of a new user: the risk is read now, and not again while the clock stands still.
    const token = tokens.token({ sub: name });
    await present(token);
    const tiny = await withoutRequests(() => present(token, 'x'));
    const counted = await withoutRequests(() => present(token, grant()));
    expect(counted.value).toMatchObject(refusal('insufficient_user_authentication'));
    expect(counted.work).toEqual(tiny.work);
  });

  test.each<[string, () => Record<string, string[]>]>([
    ['10 kB of headers, of one name each', () => named(1_500, 7)],
    ['10 kB of headers, all the same', () => ({ 'X-Many': Array.from({ length: 5_000 }, () => 'a') })],
    ['10 kB of headers: one', () => ({ Cookie: ['a'.repeat(LONGEST)] })],
    ['1 MB of headers, of one name each', () => named(50_000, 20)],
  ])('%s, with no credential among them', async (_, headers) => {
    const none = await send({});
    const counted = await withoutRequests(() => send(headers()));
    expect(counted.value).toMatchObject(refusal(''));
    expect(counted.work).toEqual(none.work);
  });

  test('5,000 Authorization headers', async () => {
    const two = await send({ Authorization: ['Bearer a', 'Bearer b'] });
    const one = `Bearer ${tokens.token()}`;
    const many = Array.from({ length: 5_000 }, () => one);
    const counted = await withoutRequests(() => send({ Authorization: many }));
    expect(counted.value).toMatchObject(refusal('invalid_request'));
    expect(counted.work).toEqual(two.work);
  });

  test('never a crash: the same process goes on, and opens the route to a good token', async () => {
    expect(await opened()).toMatchObject(ALLOWED);
  });
});

describe('the exchange refuses with work bounded before decoding', () => {
  let exchange: CountedBundle;
  beforeAll(async () => {
    exchange = await startCountedBundle('token-exchange', world.environment, world.trustWith());
    expect(await granted()).toBe(200);
  });
  afterAll(() => exchange.close());

  const form = (subjectToken: string) =>
    encodeForm(exchangeForm(subjectToken, requirementUriOf(BASE, ROUTE)));
  const granted = async () =>
    statusOf(await exchange.invoke(exchangeEvent(form(tokens.token({ acr: WORDS.strong })))));

  test.each<[string, () => object]>([
    ['1 MB token', () => exchangeEvent(form('a'.repeat(MEGABYTE)))],
    [
      '1 MB token in base64',
      () => ({
        ...exchangeEvent(Buffer.from(form('a'.repeat(MEGABYTE))).toString('base64')),
        isBase64Encoded: true,
      }),
    ],
    ['100 kB grant as a token', () => exchangeEvent(form(`sug_${'a'.repeat(100_000)}`))],
    ['JSON 100,000 deep', () => exchangeEvent(form(signed(deepClaims(100_000))))],
  ])('%s: 400, not so much as taken apart', async (_, event) => {
    const nothing = await exchange.invoke(exchangeEvent('x'.repeat(33 * 1024)));
    const counted = await withoutRequests(() => exchange.invoke(event()));
    expect(statusOf(counted)).toBe(400);
    expect(counted.work).toEqual(nothing.work);
  });

  test.each<[string, () => string]>([
    ['JSON 10,000 deep, signed by the issuer', () => signed(deepClaims(10_000))],
    ['a token of one character more than the authorizer takes', () => 'a'.repeat(LONGEST + 1)],
  ])('%s: 400, and the token is not decoded', async (_, token) => {
    const empty = await exchange.invoke(exchangeEvent(form('')));
    const counted = await withoutRequests(() => exchange.invoke(exchangeEvent(form(token()))));
    expect(statusOf(counted)).toBe(400);
    expect(callsBeyond(empty, counted)).toEqual([]);
  });

  test('never a crash: the same process goes on, and gives a grant for a good token', async () => {
    expect(await granted()).toBe(200);
  });
});

function named(count: number, length: number): Record<string, string[]> {
  const names = Array.from({ length: count }, (_, index) => `h${index}`.padEnd(length, '-'));
  return Object.fromEntries(names.map((name) => [name, ['']]));
}

function statusOf({ value }: Counted): unknown {
  return typeof value === 'object' && value !== null && 'statusCode' in value ? value.statusCode : undefined;
}
