import { challengeSpent } from '../../core/decision/challenge.ts';
import { decide, decideExchange } from '../../core/decision/decide.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import { newGrant } from '../../core/decision/grant.ts';
import type { Grant } from '../../core/decision/grant.ts';
import { atLeast } from '../../core/policy/acr.ts';
import { grantFor, NOW, requirement, input, VOCABULARY } from '../support/policies/decision-inputs.ts';

const NONE: PresentedGrant = { kind: 'none' };
const strong = requirement({ acr: atLeast('loa3', VOCABULARY), maxAge: 300 });
const elevated = input({ requirement: strong, claims: { acr: 'loa3' } });
const ordinary = input({ requirement: strong, claims: { acr: 'loa1', authTime: NOW - 3000 } });

const found = (fields: Partial<Grant> = {}): PresentedGrant => ({
  kind: 'found',
  grant: grantFor(elevated, fields),
});

describe('a route without step-up', () => {
  test('is open to any valid token', () => {
    expect(decide(input({}), NONE)).toMatchObject({ kind: 'allow', openedBy: 'token' });
  });

  test('is open to a machine', () => {
    expect(decide(input({ claims: { isMachine: true } }), NONE).kind).toBe('allow');
  });

  test('asks for its scopes', () => {
    const at = input({ requirement: requirement({ scopes: ['admin', 'payments:write'] }) });
    expect(decide(at, NONE)).toEqual({ kind: 'insufficient_scope', scopes: ['admin', 'payments:write'] });
  });
});

describe('a route that asks for step-up', () => {
  test('is opened by the elevated token itself', () => {
    expect(decide(elevated, NONE)).toMatchObject({ kind: 'allow', openedBy: 'token', use: undefined });
  });

  test('challenges with the acceptable words, weakest first, and the max age', () => {
    expect(decide(ordinary, NONE)).toMatchObject({
      kind: 'challenge',
      reason: 'acr',
      acr: ['loa3', 'loa4'],
      maxAge: 300,
    });
  });

  test('counts a sign-in exactly as old as max_age, and none older', () => {
    expect(
      decide(input({ requirement: strong, claims: { acr: 'loa3', authTime: NOW - 300 } }), NONE).kind,
    ).toBe('allow');
    expect(
      decide(input({ requirement: strong, claims: { acr: 'loa3', authTime: NOW - 301 } }), NONE),
    ).toMatchObject({
      kind: 'challenge',
      reason: 'max_age',
    });
  });

  test('challenges a token without auth_time or without acr', () => {
    expect(
      decide(input({ requirement: strong, claims: { acr: 'loa3', authTime: undefined } }), NONE).kind,
    ).toBe('challenge');
    expect(decide(input({ requirement: strong, claims: { acr: undefined } }), NONE).kind).toBe('challenge');
  });

  test('denies a machine: no user can sign in again', () => {
    expect(decide(input({ requirement: strong, claims: { isMachine: true } }), NONE)).toEqual({
      kind: 'deny',
      reason: 'machine_token',
    });
  });

  test('denies rather than challenges when the issuer knows none of the words', () => {
    expect(decide({ ...ordinary, reachableAcr: ['loa1', 'loa2'] }, NONE)).toEqual({
      kind: 'deny',
      reason: 'acr_unreachable',
    });
  });
});

describe('a grant beside an ordinary token', () => {
  test('opens the route, and its sign-in is the one that counted', () => {
    expect(decide(ordinary, found())).toMatchObject({
      kind: 'allow',
      openedBy: 'grant',
      signIn: { acr: 'loa3', authTime: NOW - 60 },
    });
  });

  test.each([
    ['of another issuer', { issuer: 'https://other.example.com' }, 'other_holder'],
    ['of another subject', { subject: 'bob' }, 'other_holder'],
    ['of another client', { clientId: 'other' }, 'other_holder'],
    ['for another route', { target: 'POST /payouts' }, 'other_target'],
    ['for another API', { apiId: 'api2' }, 'other_api'],
    ['for another stage', { stage: 'v2' }, 'other_api'],
    ['that has expired', { expiresAt: NOW }, 'expired'],
    ['that today’s ttl no longer covers', { issuedAt: NOW - 901, expiresAt: NOW + 900 }, 'expired'],
    ['of too weak a sign-in', { acr: 'loa2' }, 'acr'],
    ['of too old a sign-in', { authTime: NOW - 301 }, 'max_age'],
  ])('%s does not', (_, fields, refusal) => {
    expect(decide(ordinary, found(fields))).toMatchObject({ kind: 'challenge', grantRefusal: refusal });
  });

  test('issued before the policy’s notBefore does not', () => {
    const cutOff = { ...ordinary, requirement: requirement({ ...strong, grant: { notBefore: NOW + 1 } }) };
    expect(decide(cutOff, found())).toMatchObject({
      kind: 'challenge',
      grantRefusal: 'issued_before_not_before',
    });
  });

  test('that is unknown does not', () => {
    expect(decide(ordinary, { kind: 'unknown' })).toMatchObject({
      kind: 'challenge',
      grantRefusal: 'unknown',
    });
  });
});

describe('a grant at the end of its time', () => {
  test.each([
    ['opens the route in its last second', { expiresAt: NOW + 1 }],
    ['opens the route as long as today’s ttl covers it', { issuedAt: NOW - 900, expiresAt: NOW + 900 }],
  ])('%s', (_, fields) => {
    expect(decide(ordinary, found(fields))).toMatchObject({ kind: 'allow', openedBy: 'grant' });
  });

  test('opens the route when it was issued in the second of the policy’s notBefore', () => {
    const cutOff = { ...ordinary, requirement: requirement({ ...strong, grant: { notBefore: NOW - 5 } }) };
    expect(decide(cutOff, found({ issuedAt: NOW - 5 }))).toMatchObject({ openedBy: 'grant' });
    expect(decide(cutOff, found({ issuedAt: NOW - 6 }))).toMatchObject({
      grantRefusal: 'issued_before_not_before',
    });
  });
});

describe('a grant that is bound to a path', () => {
  const bound = requirement({ ...strong, grant: { boundToPath: true } });
  const at = (boundParameters: string, asked = bound) => ({
    ...ordinary,
    requirement: asked,
    boundParameters,
  });

  test('opens its path, and no other', () => {
    const grant = found({ boundParameters: 'id=17' });
    expect(decide(at('id=17'), grant)).toMatchObject({ kind: 'allow', openedBy: 'grant' });
    expect(decide(at('id=18'), grant)).toMatchObject({ kind: 'challenge', grantRefusal: 'other_path' });
    expect(decide(at(''), grant)).toMatchObject({ kind: 'challenge', grantRefusal: 'other_path' });
  });

  test('stays so where the policy does not bind grants any more', () => {
    const grant = found({ boundParameters: 'id=17' });
    expect(decide(at('id=18', strong), grant)).toMatchObject({ grantRefusal: 'other_path' });
    expect(decide(at('id=17', strong), grant)).toMatchObject({ openedBy: 'grant' });
  });

  test('is what the route asks for: one that opens every path does not open it', () => {
    const grant = found({ boundParameters: undefined });
    expect(decide(at('id=17'), grant)).toMatchObject({ grantRefusal: 'other_path' });
    expect(decide(at('id=17', strong), grant)).toMatchObject({ openedBy: 'grant' });
  });

  test('has the path of the exchange; none where the template has no parameter', () => {
    expect(newGrant({ ...elevated, boundParameters: 'id=17' }).boundParameters).toBe('id=17');
    expect(newGrant({ ...elevated, boundParameters: '' }).boundParameters).toBeUndefined();
    expect(decide(at(''), found({ boundParameters: undefined }))).toMatchObject({ openedBy: 'grant' });
  });
});

describe('a route that demands a grant', () => {
  const demanding = requirement({ ...strong, grant: { required: true, once: true } });

  test('asks the elevated token to be exchanged, not the user to sign in', () => {
    expect(decide({ ...elevated, requirement: demanding }, NONE)).toEqual({
      kind: 'grant_required',
      grantRefusal: undefined,
    });
  });

  test('asks an ordinary token’s user to sign in first', () => {
    expect(decide({ ...ordinary, requirement: demanding }, NONE).kind).toBe('challenge');
  });

  test('names the use to record when the grant is good once', () => {
    expect(decide({ ...ordinary, requirement: demanding }, found())).toMatchObject({
      kind: 'allow',
      use: { subject: 'alice', clientId: 'app', authTime: NOW - 60, target: 'POST /payments' },
    });
  });

  test('after its one use, asks for a sign-in that is newer', () => {
    expect(challengeSpent({ ...ordinary, requirement: demanding })).toMatchObject({
      acr: ['loa3', 'loa4'],
      maxAge: 0,
    });
  });

  test('says of a grant that is refused why, and still asks for an exchange', () => {
    const at = { ...elevated, requirement: demanding };
    expect(decide(at, { kind: 'unknown' })).toEqual({ kind: 'grant_required', grantRefusal: 'unknown' });
    expect(decide(at, found({ target: 'POST /payouts' }))).toEqual({
      kind: 'grant_required',
      grantRefusal: 'other_target',
    });
  });

  test('takes a grant beside an elevated token, too', () => {
    expect(decide({ ...elevated, requirement: demanding }, found())).toMatchObject({ openedBy: 'grant' });
  });

  test('does not take a grant that is good once, and whose sign-in has no time', () => {
    const timeless = requirement({ acr: strong.acr, grant: { required: true, once: true } });
    expect(decide({ ...ordinary, requirement: timeless }, found({ authTime: undefined }))).toEqual({
      kind: 'deny',
      reason: 'auth_time_missing',
    });
  });

  test('names no use to record when the grant is good for a while', () => {
    const forAWhile = requirement({ ...strong, grant: { required: true } });
    const opened = decide({ ...ordinary, requirement: forAWhile }, found());
    expect(opened).toMatchObject({ kind: 'allow', openedBy: 'grant' });
    expect(opened).toHaveProperty('use', undefined);
  });

  test('lets the elevated token earn the grant', () => {
    expect(decideExchange({ ...elevated, requirement: demanding }).kind).toBe('allow');
    expect(decideExchange({ ...ordinary, requirement: demanding }).kind).toBe('challenge');
  });
});

describe('a grant demand whose notBefore lies ahead', () => {
  const ahead = requirement({ ...strong, grant: { required: true, notBefore: NOW + 60 } });

  test('denies: no grant that could be had would open the route', () => {
    expect(decide({ ...elevated, requirement: ahead }, NONE)).toEqual({
      kind: 'deny',
      reason: 'grants_not_yet',
    });
    expect(decideExchange({ ...elevated, requirement: ahead })).toEqual({
      kind: 'deny',
      reason: 'grants_not_yet',
    });
  });

  test('leaves the elevated token alone where no grant is demanded', () => {
    const optional = requirement({ ...strong, grant: { notBefore: NOW + 60 } });
    expect(decide({ ...elevated, requirement: optional }, NONE).kind).toBe('allow');
  });
});

describe('the exchange', () => {
  test('gives no grant that is over at once, but asks for a newer sign-in', () => {
    const last = input({ requirement: strong, claims: { acr: 'loa3', authTime: NOW - 300 } });
    expect(decide(last, NONE).kind).toBe('allow');
    expect(decideExchange(last)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
  });
});

describe('a policy that no sign-in can meet', () => {
  test.each([
    ['since no acr word satisfies it', requirement({ acr: [] })],
    ['since nothing would earn the grant that it demands', requirement({ grant: { required: true } })],
  ])('%s, denies at the route and at the exchange', (_, contradictory) => {
    const denial = { kind: 'deny', reason: 'policy_unsatisfiable' };
    expect(decide({ ...elevated, requirement: contradictory }, NONE)).toEqual(denial);
    expect(decideExchange({ ...elevated, requirement: contradictory })).toEqual(denial);
  });
});

describe('scopes that a token lacks', () => {
  test('are told before anything else that it lacks', () => {
    const scoped = requirement({ ...strong, scopes: ['admin'] });
    expect(decide({ ...ordinary, requirement: scoped }, found()).kind).toBe('insufficient_scope');
    const both = requirement({ scopes: ['payments:write'] });
    expect(decide(input({ requirement: both }), NONE).kind).toBe('allow');
  });
});

describe('a policy that denies', () => {
  test('denies every caller', () => {
    expect(decide(input({ requirement: requirement({ deny: true }) }), NONE)).toEqual({
      kind: 'deny',
      reason: 'policy_denies',
    });
  });
});

describe('revoked sign-ins', () => {
  const revokedAt = (revokedBefore: number) => ({ ...elevated, risk: { revokedBefore } });

  test('are challenged with a max_age that excludes them', () => {
    expect(decide(revokedAt(NOW - 10), NONE)).toMatchObject({
      kind: 'challenge',
      reason: 'revoked',
      maxAge: 10,
    });
  });

  test('end the grants made from them', () => {
    expect(decide({ ...ordinary, risk: { revokedBefore: NOW - 10 } }, found())).toMatchObject({
      grantRefusal: 'revoked',
    });
  });

  test('leave later sign-ins alone', () => {
    expect(decide(revokedAt(NOW - 60), NONE).kind).toBe('allow');
  });

  test('include a sign-in whose time is unknown', () => {
    const acrOnly = requirement({ acr: ['loa3'] });
    const at = input({
      requirement: acrOnly,
      claims: { acr: 'loa3', authTime: undefined },
      risk: { revokedBefore: NOW - 10 },
    });
    expect(decide(at, NONE)).toMatchObject({ kind: 'challenge', reason: 'revoked' });
  });

  test('are denied, not challenged for ever, when the revocation lies in the future', () => {
    expect(decide(revokedAt(NOW + 3600), NONE)).toEqual({ kind: 'deny', reason: 'revoked_until_later' });
  });
});

describe('the life of a grant', () => {
  test.each([
    ['its ttl', { grant: { ttl: 60 } }, {}, 60],
    ['the token', {}, { expiresAt: NOW + 30 }, 30],
    ['the age of the sign-in', {}, { authTime: NOW - 290 }, 10],
  ])('ends with %s, if that comes first', (_, fields, claims, life) => {
    const at = input({
      requirement: requirement({ ...strong, ...fields }),
      claims: { acr: 'loa3', ...claims },
    });
    expect(newGrant(at)).toMatchObject({
      issuedAt: NOW,
      expiresAt: NOW + life,
      target: 'POST /payments',
      apiId: 'api1',
    });
  });

  test('is 900 s where neither policy nor sign-in ends it', () => {
    const at = input({
      requirement: requirement({ acr: ['loa3'] }),
      claims: { acr: 'loa3', expiresAt: NOW + 3600 },
    });
    expect(newGrant(at).expiresAt).toBe(NOW + 900);
  });
});
