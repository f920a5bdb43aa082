/** When a user signed in, where the issuer says so: in a claim, for each method, or nowhere. */
import { decide, decideExchange } from '../../core/decision/decide.ts';
import type { Decision } from '../../core/decision/decide.ts';
import { newGrant } from '../../core/decision/grant.ts';
import { judgeToken } from '../../core/decision/judgement.ts';
import { readClaims } from '../../core/token/access-token.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import { issuerWords } from '../../core/token/issuer-words.ts';
import { keptSignIn, readSignIn, saidSignIn, withSignIn } from '../../core/token/said-sign-in.ts';
import { parse } from '../../core/parse.ts';
import type { IssuerTrust } from '../../core/token/issuer-words.ts';
import type { TrustedIssuer } from '../../core/trust/trust-config.ts';
import { input, NOW, requirement, trustReaching, VOCABULARY } from '../support/policies/decision-inputs.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { DecisionInput } from '../../core/decision/input.ts';

const { issuer } = trustReaching();
const NONE = { kind: 'none' } as const;

function trusting(settings: Partial<TrustedIssuer>): IssuerTrust {
  const trusted = { ...issuer, ...settings };
  return { issuer: trusted, words: issuerWords(trusted, VOCABULARY) };
}

const BY_CLAIM = trusting({ authTime: { claim: 'urn:example:signed_in' } });
/** As Supabase Auth writes it: each method with the time of its last use. */
const BY_METHOD = trusting({
  acr: { claim: 'aal', values: { aal1: 'loa1', aal2: 'loa2' } },
  amr: { member: 'method' },
  authTime: { member: 'timestamp' },
});
const BY_SETS = trusting({
  acr: {
    methods: [
      { all: ['pwd'], acr: 'loa1' },
      { all: ['pwd', 'otp'], acr: 'loa2' },
      { all: ['pwd', 'hwk'], acr: 'loa2' },
    ],
  },
  amr: { member: 'method' },
  authTime: { member: 'timestamp' },
});
const TIMELESS = trusting({ authTime: 'none' });

const used = (method: string, age: number) => ({ method, timestamp: NOW - age });

function read(trust: IssuerTrust, claims: object) {
  const payload = {
    iss: issuer.issuer,
    sub: 'alice',
    aud: 'api',
    client_id: 'app',
    exp: NOW + 900,
    ...claims,
  };
  return readClaims(payload, trust, NOW);
}

/** The sign-in of a token, or why the token is refused. */
function signInOf(trust: IssuerTrust, claims: object) {
  const token = read(trust, claims);
  return token.ok ? token.value.signIn : token.error.code;
}

const ageOf = (trust: IssuerTrust, claims: object) => {
  const signIn = signInOf(trust, claims);
  return typeof signIn === 'string' ? signIn : signIn.authTime && NOW - signIn.authTime;
};

function asking(trust: IssuerTrust, claims: object, fields: Partial<DecisionInput> = {}): DecisionInput {
  const token = read(trust, claims);
  if (!token.ok) throw new Error(token.error.detail);
  const demands = { base: requirement({ acr: ['loa1', 'loa2'], maxAge: 300 }), rules: [] };
  return { ...input({}), demands, trust, authentication: hypotheticalAuthentication(token.value), ...fields };
}

const decided = (trust: IssuerTrust, claims: object, fields?: Partial<DecisionInput>): Decision =>
  decide(asking(trust, claims, fields), NONE);

describe('a time in a claim of the issuer’s own', () => {
  test('is read, and auth_time is not', () => {
    expect(ageOf(BY_CLAIM, { 'urn:example:signed_in': NOW - 40, auth_time: NOW - 1 })).toBe(40);
    expect(ageOf(BY_CLAIM, { auth_time: NOW - 1 })).toBeUndefined();
  });

  test('in the future refuses the token; another claim in the future closes nothing', () => {
    expect(ageOf(BY_CLAIM, { 'urn:example:signed_in': NOW + 6 })).toBe('auth_time');
    expect(ageOf(BY_CLAIM, { 'urn:example:signed_in': NOW - 40, auth_time: NOW + 6_000 })).toBe(40);
  });
});

describe('times of methods', () => {
  test('without sets, the oldest of all counts', () => {
    expect(ageOf(BY_METHOD, { aal: 'aal2', amr: [used('totp', 10), used('password', 500)] })).toBe(500);
  });

  test('with sets, the oldest of those that the word needs counts [oldest-method-counts]', () => {
    const amr = [used('otp', 10), used('pwd', 50), used('geo', 9_000)];
    expect(signInOf(BY_SETS, { amr })).toMatchObject({ acr: 'loa2', authTime: NOW - 50 });
  });

  test('of several sets that show the word, the one with the newest time counts', () => {
    const amr = [used('pwd', 10), used('otp', 900), used('hwk', 20)];
    expect(signInOf(BY_SETS, { amr })).toMatchObject({ acr: 'loa2', authTime: NOW - 20 });
  });

  test('a method that is named twice counts with its older time', () => {
    expect(ageOf(BY_SETS, { amr: [used('pwd', 10), used('pwd', 70)] })).toBe(70);
  });

  test.each<[string, object]>([
    ['no time', { method: 'otp' }],
    ['a time as text', { method: 'otp', timestamp: String(NOW) }],
    ['a time in milliseconds', { method: 'otp', timestamp: NOW * 1000 }],
    ['null', { method: 'otp', timestamp: null }],
  ])('a method that counts, with %s: no time is known', (_, otp) => {
    const amr = [used('pwd', 10), otp];
    expect(signInOf(BY_SETS, { amr })).toMatchObject({ acr: 'loa2', authTime: undefined });
    expect(ageOf(BY_METHOD, { aal: 'aal2', amr })).toBeUndefined();
  });

  test('a method that does not count needs no time', () => {
    expect(ageOf(BY_SETS, { amr: [used('pwd', 10), { method: 'geo' }] })).toBe(10);
  });

  test('a method as a name alone is a method, without a time', () => {
    expect(signInOf(BY_SETS, { amr: ['pwd', used('otp', 5)] })).toMatchObject({
      acr: 'loa2',
      authTime: undefined,
    });
  });

  test('one in the future refuses the token, also one that does not count', () => {
    expect(ageOf(BY_SETS, { amr: [used('pwd', 10), used('geo', -6)] })).toBe('auth_time');
  });

  test('a fraction counts as the second in which it lies', () => {
    expect(ageOf(BY_SETS, { amr: [used('pwd', 9.5)] })).toBe(10);
  });

  test.each<[string, unknown]>([
    ['an object without the member', [used('pwd', 10), { name: 'otp', timestamp: NOW }]],
    ['an inherited member', [Object.create({ method: 'pwd' })]],
    ['a number', [used('pwd', 10), 7]],
    ['null', [used('pwd', 10), null]],
    ['a list', [[used('pwd', 10)]]],
    ['a single object', used('pwd', 10)],
    ['too many', Array.from({ length: 33 }, () => used('pwd', 10))],
  ])('%s makes all methods unreadable: no word, no time, no method [unreadable-never-helps]', (_, amr) => {
    expect(signInOf(BY_SETS, { amr, acr: 'loa2', auth_time: NOW })).toEqual({
      acr: undefined,
      amr: undefined,
      authTime: undefined,
    });
  });

  test('objects are no methods where the config does not name their member', () => {
    const amr = [used('pwd', 10)];
    expect(signInOf(trusting({}), { amr, auth_time: NOW - 5 })).toMatchObject({ amr: undefined });
  });
});

describe('a sign-in without a time, where one is asked for', () => {
  test('is challenged for that, where the issuer writes one [missing-time-challenged]', () => {
    expect(decided(BY_CLAIM, { acr: 'loa1' })).toMatchObject({
      kind: 'challenge',
      reason: 'auth_time_missing',
      maxAge: 300,
    });
    expect(decided(BY_CLAIM, { acr: 'loa1', 'urn:example:signed_in': NOW - 301 })).toMatchObject({
      reason: 'max_age',
    });
  });

  test('gets a plain no where the issuer writes none, whatever else it lacks [no-time-no-loop]', () => {
    const no = { kind: 'deny', reason: 'auth_time_unavailable' };
    expect(decided(TIMELESS, { acr: 'loa1', auth_time: NOW })).toEqual(no);
    expect(decided(TIMELESS, {})).toEqual(no);
    expect(decideExchange(asking(TIMELESS, { acr: 'loa1', auth_time: NOW })).decision).toEqual(no);
  });

  test('gets a plain no after a revocation, too, where the issuer writes none', () => {
    const demands = { base: requirement({ acr: ['loa1'] }), rules: [] };
    const risk = { ...NO_RISK, revokedBefore: NOW - 10 };
    expect(decided(TIMELESS, { acr: 'loa1' }, { demands })).toMatchObject({ kind: 'allow' });
    expect(decided(TIMELESS, { acr: 'loa1' }, { demands, risk })).toMatchObject({
      reason: 'auth_time_unavailable',
    });
  });

  test('is challenged for its acr where no time is asked for', () => {
    const demands = { base: requirement({ acr: ['loa2'] }), rules: [] };
    expect(decided(TIMELESS, { acr: 'loa1' }, { demands })).toMatchObject({
      kind: 'challenge',
      reason: 'acr',
    });
  });
});

describe('a grant', () => {
  const claims = { aal: 'aal2', amr: [used('totp', 10), used('password', 20)], auth_time: NOW, scope: 'a' };

  test('keeps the settings by which its sign-in is read, and the claims that they name', () => {
    const grant = newGrant(asking(BY_METHOD, claims), judgeToken(asking(BY_METHOD, claims)));
    expect(grant.said.names).toEqual({ acr: 'aal', amr: 'amr', method: 'method', factorTime: 'timestamp' });
    const kept = parse(keptSignIn, JSON.stringify(grant.said));
    expect(kept.ok && readSignIn(kept.value, BY_METHOD)).toEqual({
      acr: 'loa2',
      amr: ['totp', 'password'],
      authTime: NOW - 20,
    });
  });

  test('of before these settings is read where the settings are still the same', () => {
    const old = '{"names":{"acr":"acr","amr":"amr","authTime":"auth_time"},"claims":{"acr":"loa2"}}';
    const kept = parse(keptSignIn, old);
    expect(kept.ok && readSignIn(kept.value, trusting({}))).toMatchObject({ acr: 'loa2' });
    expect(kept.ok && readSignIn(kept.value, BY_CLAIM)).toBeUndefined();
  });

  test.each<[string, Partial<TrustedIssuer>]>([
    ['the claim of the methods', { amr: { claim: 'methods', member: 'method' } }],
    ['the member of the method', { amr: { member: 'name' } }],
    ['the member of the time', { authTime: { member: 'at' } }],
    ['the place of the time', { authTime: { claim: 'auth_time' } }],
    ['that there is a time', { authTime: 'none' }],
    ['the claim of the acr', { acr: { values: { aal1: 'loa1', aal2: 'loa2' } } }],
  ])('opens nothing once the config says otherwise: %s [other-claim-opens-nothing]', (_, settings) => {
    const said = saidSignIn(claims, BY_METHOD.issuer);
    expect(readSignIn(said, BY_METHOD)).toBeDefined();
    expect(readSignIn(said, trusting({ ...BY_METHOD.issuer, ...settings }))).toBeUndefined();
  });

  test('a mapping by methods that is corrected counts at its next use [mapping-counts-at-once]', () => {
    const said = saidSignIn({ amr: [used('pwd', 10), used('otp', 10)] }, BY_SETS.issuer);
    const corrected = trusting({
      ...BY_SETS.issuer,
      acr: { methods: [{ all: ['otp', 'pwd'], acr: 'loa1' }] },
    });
    expect([readSignIn(said, BY_SETS)?.acr, readSignIn(said, corrected)?.acr]).toEqual(['loa2', 'loa1']);
  });

  test('shows rules the claims that the settings name, as they were [grant-sign-in-judged]', () => {
    const said = saidSignIn({ 'urn:example:signed_in': NOW - 5, amr: ['otp'] }, BY_CLAIM.issuer);
    const token = { 'urn:example:signed_in': NOW - 900, amr: ['pwd'], auth_time: 1, sub: 'alice' };
    expect(withSignIn(token, said, BY_CLAIM.issuer)).toEqual({
      sub: 'alice',
      'urn:example:signed_in': NOW - 5,
      amr: ['otp'],
    });
  });
});
