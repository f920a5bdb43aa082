import { decide } from '../../core/decision/decide.ts';
import { always, grantFor, input, NOW, requirement } from '../support/policies/decision-inputs.ts';
import { elevated, found, ordinary, strong } from '../support/policies/strong-route.ts';

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
  ])('%s does not [grant-is-bound]', (_, fields, refusal) => {
    expect(decide(ordinary, found(fields))).toMatchObject({ kind: 'challenge', grantRefusal: refusal });
  });

  test.each([
    ['that today’s ttl no longer covers', { issuedAt: NOW - 901, expiresAt: NOW + 900 }, 'expired'],
    ['of too weak a sign-in', { acr: 'loa2' }, 'acr'],
    ['of too old a sign-in', { authTime: NOW - 301 }, 'max_age'],
  ])('%s does not [grant-judged-at-use]', (_, fields, refusal) => {
    expect(decide(ordinary, found(fields))).toMatchObject({ kind: 'challenge', grantRefusal: refusal });
  });

  test('that has expired does not, while it is still in the table [expiry-checked-at-use]', () => {
    expect(decide(ordinary, found({ expiresAt: NOW }))).toMatchObject({
      kind: 'challenge',
      grantRefusal: 'expired',
    });
  });

  test('issued before the policy’s notBefore does not', () => {
    const cutOff = {
      ...ordinary,
      demands: always(requirement({ ...strong, grant: { notBefore: NOW + 1 } })),
    };
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
    const cutOff = {
      ...ordinary,
      demands: always(requirement({ ...strong, grant: { notBefore: NOW - 5 } })),
    };
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
    demands: always(asked),
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

  test('is what the route asks for: one that opens every path does not open it [grant-for-one-path]', () => {
    const grant = found({ boundParameters: undefined });
    expect(decide(at('id=17'), grant)).toMatchObject({ grantRefusal: 'other_path' });
    expect(decide(at('id=17', strong), grant)).toMatchObject({ openedBy: 'grant' });
  });

  test('has the path of the exchange; none where the template has no parameter', () => {
    expect(grantFor({ ...elevated, boundParameters: 'id=17' }).boundParameters).toBe('id=17');
    expect(grantFor({ ...elevated, boundParameters: '' }).boundParameters).toBeUndefined();
    expect(decide(at(''), found({ boundParameters: undefined }))).toMatchObject({ openedBy: 'grant' });
  });
});

describe('the life of a grant', () => {
  test.each([
    ['its ttl', { grant: { ttl: 60 } }, {}, 60],
    ['the token', {}, { expiresAt: NOW + 30 }, 30],
    ['the age of the sign-in', {}, { authTime: NOW - 290 }, 10],
  ])('ends with %s, if that comes first [grant-ends-first]', (_, fields, claims, life) => {
    const at = input({
      requirement: requirement({ ...strong, ...fields }),
      claims: { acr: 'loa3', ...claims },
    });
    expect(grantFor(at)).toMatchObject({
      issuedAt: NOW,
      expiresAt: NOW + life,
      target: 'POST /payments',
      apiId: 'api1',
    });
  });

  test('does not depend on the age of a sign-in whose time is unknown', () => {
    const at = input({ requirement: strong, claims: { acr: 'loa3', authTime: undefined } });
    expect(grantFor(at).expiresAt).toBe(NOW + 900);
  });

  test('is 900 s where neither policy nor sign-in ends it', () => {
    const at = input({
      requirement: requirement({ acr: ['loa3'] }),
      claims: { acr: 'loa3', expiresAt: NOW + 3600 },
    });
    expect(grantFor(at).expiresAt).toBe(NOW + 900);
  });
});
