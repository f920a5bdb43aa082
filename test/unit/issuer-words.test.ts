/** What the acr of an issuer means in our words, for each way to read it, and what a challenge asks that issuer for. */
import { issuerWords } from '../../core/token/issuer-words.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';

const VOCABULARY = ['loa1', 'loa2', 'loa3'];

const wordsOf = (acr: TrustedIssuer['acr'], profile: TrustedIssuer['profile'] = 'rfc9068') =>
  issuerWords({ profile, acr }, VOCABULARY);

/** Our word for the value of the claim. */
const meaning = (acr: TrustedIssuer['acr'], claim: unknown) => wordsOf(acr).toOurs(claim, ['pwd']).acr;

describe('by value', () => {
  test('the words are ours where nothing else is said', () => {
    expect(meaning({}, 'loa2')).toBe('loa2');
    expect(wordsOf({}).toTheirs(['loa2', 'loa3'])).toEqual(['loa2', 'loa3']);
  });

  test('the words are translated both ways', () => {
    const acr = { values: { pwd: 'loa1', 'mfa:totp': 'loa2', 'mfa:push': 'loa2' } };
    expect(meaning(acr, 'mfa:push')).toBe('loa2');
    expect(meaning(acr, 'loa2')).toBeUndefined();
    expect(wordsOf(acr).toTheirs(['loa2', 'loa3'])).toEqual(['mfa:totp', 'mfa:push']);
    expect(wordsOf(acr).reachable).toEqual(['loa1', 'loa2']);
  });

  test.each([
    ['constructor'],
    ['__proto__'],
    ['toString'],
    [7],
    [null],
    [undefined],
    [{}],
    [['loa2', ['loa3']]],
  ])('%p is no strong word', (claim) => {
    expect(meaning({ values: { a: 'loa3', b: 'loa2', loa2: 'loa1' } }, claim)).not.toBe('loa3');
  });
});

describe('by member of a list', () => {
  test('the strongest counts, in a claim of the issuer’s own', () => {
    expect(meaning({ claim: 'acrs' }, ['loa1', 'loa3', 'x', 7])).toBe('loa3');
  });

  test('a list in the claim acr is no word, unless the owner says that it is a list', () => {
    expect(meaning({}, ['loa2'])).toBeUndefined();
    expect(meaning({ list: true }, ['loa2'])).toBe('loa2');
  });

  test('an owner may say that the claim is one word alone', () => {
    expect(meaning({ claim: 'acrs', list: false }, ['loa2'])).toBeUndefined();
    expect(meaning({ claim: 'acrs', list: false }, 'loa2')).toBe('loa2');
  });

  test('Entra ID keeps its authentication contexts in acrs', () => {
    const acr = { values: { c1: 'loa2', c2: 'loa3' } };
    expect(wordsOf(acr, 'entra').toOurs(['c1', 'p1'], undefined).acr).toBe('loa2');
    expect(wordsOf(acr, 'rfc9068').toOurs(['c1', 'p1'], undefined).acr).toBeUndefined();
  });
});

describe('by number', () => {
  const acr = { claim: 'auth_level', numbers: { 0: 'loa1', 5: 'loa2', 10: 'loa3' } };

  test.each<[unknown, string]>([
    [5, 'loa2'],
    ['5', 'loa2'],
    [5.0, 'loa2'],
    [0, 'loa1'],
    [10, 'loa3'],
  ])('%p is %s', (claim, word) => {
    expect(meaning(acr, claim)).toBe(word);
  });

  test.each<[unknown]>([
    [7],
    [11],
    [-5],
    [5.5],
    [1e300],
    [NaN],
    ['05'],
    ['5.0'],
    [' 5'],
    ['0x5'],
    [''],
    [true],
    [null],
    [undefined],
    [{ valueOf: 5 }],
    [[[5]]],
  ])('%p is no word: only the numbers that are listed are', (claim) => {
    expect(meaning(acr, claim)).toBeUndefined();
  });

  test('a challenge asks for the number as text, or for what the owner says', () => {
    expect(wordsOf(acr).toTheirs(['loa2', 'loa3'])).toEqual(['5', '10']);
    expect(wordsOf({ ...acr, request: { loa2: 'mfa' } }).toTheirs(['loa2', 'loa3'])).toEqual(['mfa', '10']);
  });
});

describe('by sets of methods', () => {
  const acr = {
    methods: [
      { all: ['pwd'], acr: 'loa1' },
      { all: ['pwd', 'otp'], acr: 'loa2' },
      { all: ['pwd', 'sms'], acr: 'loa2' },
    ],
  };
  const shown = (methods: readonly string[] | undefined, claim?: unknown) =>
    wordsOf(acr).toOurs(claim, methods);

  test.each<[readonly string[], string | undefined]>([
    [['pwd'], 'loa1'],
    [['otp', 'pwd'], 'loa2'],
    [['pwd', 'otp', 'geo'], 'loa2'],
    [['pwd', 'pwd'], 'loa1'],
    [['otp'], undefined],
    [['PWD'], undefined],
    [['pwd otp'], undefined],
    [[], undefined],
  ])('%p shows %s', (methods, word) => {
    expect(shown(methods).acr).toBe(word);
  });

  test('a part of a set shows nothing of its word [whole-set-of-methods]', () => {
    const strict = wordsOf({ methods: [{ all: ['pwd', 'otp', 'hwk'], acr: 'loa3' }] });
    const parts = [['pwd'], ['otp', 'hwk'], ['pwd', 'hwk'], ['pwd', 'otp', 'sms']];
    expect(parts.map((methods) => strict.toOurs(undefined, methods).acr)).toEqual(parts.map(() => undefined));
    expect(strict.toOurs(undefined, ['hwk', 'otp', 'pwd']).acr).toBe('loa3');
  });

  test('methods that cannot be read show no word, whatever the acr claim says', () => {
    expect(shown(undefined, 'loa3').acr).toBeUndefined();
    expect(shown(['pwd'], 'loa3').acr).toBe('loa1');
  });

  test('every set that shows the word is named, for its time', () => {
    expect(shown(['pwd', 'otp', 'sms']).shownBy).toEqual([
      ['pwd', 'otp'],
      ['pwd', 'sms'],
    ]);
  });

  test('a challenge asks for our own word, or for what the owner says', () => {
    expect(wordsOf(acr).toTheirs(['loa2', 'loa3'])).toEqual(['loa2']);
    const request = { loa2: 'http://schemas.openid.net/pape/policies/2007/06/multi-factor' };
    expect(wordsOf({ ...acr, request }).toTheirs(['loa1', 'loa2'])).toEqual(['loa1', request.loa2]);
  });

  test('a word without a set is not reachable', () => {
    expect(wordsOf(acr).reachable).toEqual(['loa1', 'loa2']);
  });
});
