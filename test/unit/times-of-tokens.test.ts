/** Times of tokens with fractions (RFC 7519 §2) are rounded to the strict side; what is no time never helps. */
import fc from 'fast-check';
import { newGrant } from '../../core/decision/grant.ts';
import { judgeGrant, judgeToken } from '../../core/decision/judgement.ts';
import { useOf } from '../../core/decision/decide.ts';
import { readClaims } from '../../core/token/access-token.ts';
import { hypotheticalAuthentication } from '../../core/token/hypothetical-authentication.ts';
import {
  always,
  CLAIMS,
  input,
  NOW,
  requirement,
  trustReaching,
} from '../support/policies/decision-inputs.ts';

const TRUST = trustReaching();
const SKEW = TRUST.issuer.clockSkew;

const read = (claims: object) =>
  readClaims(
    {
      iss: CLAIMS.issuer,
      aud: 'api',
      sub: 'alice',
      client_id: 'app',
      acr: 'loa3',
      exp: NOW + 900,
      ...claims,
    },
    TRUST,
    NOW,
  );

const codeOf = (claims: object) => {
  const verdict = read(claims);
  return verdict.ok ? 'ok' : verdict.error.code;
};

/** A time near now, in thousandths. */
const times = fc
  .tuple(fc.integer({ min: NOW - 20, max: NOW + 20 }), fc.integer({ min: 0, max: 999 }))
  .map(([seconds, thousandths]) => seconds + thousandths / 1000);

/** Where rounding decides. */
const examples: [number][] = [[NOW - SKEW + 0.5], [NOW + 0.5], [NOW + SKEW + 0.5]];

test('exp counts as the second in which it lies [fractions-strict]', () => {
  fc.assert(
    fc.property(times, (exp) => {
      expect(codeOf({ exp })).toBe(Math.floor(exp) > NOW - SKEW ? 'ok' : 'expired');
    }),
    { examples },
  );
});

test('nbf counts as the second after it [fractions-strict]', () => {
  fc.assert(
    fc.property(times, (nbf) => {
      expect(codeOf({ nbf })).toBe(Math.ceil(nbf) <= NOW + SKEW ? 'ok' : 'not_yet_valid');
    }),
    { examples },
  );
});

test('auth_time lies in the future as it is written, and counts as the second in which it lies [fractions-strict]', () => {
  fc.assert(
    fc.property(times, (auth_time) => {
      const verdict = read({ auth_time });
      if (auth_time > NOW + SKEW) expect(verdict).toMatchObject({ ok: false, error: { code: 'auth_time' } });
      else expect(verdict).toMatchObject({ value: { signIn: { authTime: Math.floor(auth_time) } } });
    }),
    { examples },
  );
});

const NO_TIMES = [Infinity, -Infinity, -1, -0.5, 10_000_000_000, 9_999_999_999.5, '7', null, true, [NOW], {}];

test.each(NO_TIMES)(
  '%p is no time: exp and nbf refuse the token, auth_time is absent, iat is not read',
  (value) => {
    expect(codeOf({ exp: value })).toBe('claim');
    expect(codeOf({ nbf: value })).toBe('claim');
    expect(read({ auth_time: value })).toMatchObject({
      ok: true,
      value: { signIn: { authTime: undefined } },
    });
    expect(codeOf({ iat: value })).toBe('ok');
  },
);

describe('sign-ins within one second', () => {
  const once = always(requirement({ acr: ['loa3'], maxAge: 300, grant: { required: true, once: true } }));
  const at = (authTime: number) => {
    const verdict = read({ auth_time: authTime, exp: NOW + 100.9 });
    if (!verdict.ok) throw new Error(verdict.error.detail);
    return { ...input({ demands: once }), authentication: hypotheticalAuthentication(verdict.value) };
  };

  test('share one use, by token and by grant', () => {
    const [first, second] = [at(NOW - 10 + 0.25), at(NOW - 10 + 0.75)];
    const grant = newGrant(first, judgeToken(first));
    const ofGrant = judgeGrant(second, grant.said);
    expect(useOf(first, judgeToken(first))).toMatchObject({ authTime: NOW - 10 });
    expect(useOf(second, judgeToken(second))).toEqual(useOf(first, judgeToken(first)));
    expect(ofGrant?.signIn.authTime).toBe(NOW - 10);
  });

  test('earn grants that end with a whole second', () => {
    const earned = at(NOW - 10.5);
    expect(newGrant(earned, judgeToken(earned)).expiresAt).toBe(NOW + 100);
  });
});
