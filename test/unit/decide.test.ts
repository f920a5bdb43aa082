import { challengeSpent } from '../../core/decision/challenge.ts';
import { decide, decideExchange } from '../../core/decision/decide.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { accepted } from '../support/cel/conditions.ts';
import {
  always,
  input,
  NOW,
  requirement,
  signedIn,
  trustReaching,
} from '../support/policies/decision-inputs.ts';
import { elevated, found, NONE, ordinary, strong } from '../support/policies/strong-route.ts';

const exchanged = (at: DecisionInput) => decideExchange(at).decision;

describe('a route without step-up', () => {
  test('is open to any valid token', () => {
    expect(decide(input({}), NONE)).toMatchObject({ kind: 'allow', openedBy: 'token' });
  });

  test('is open to a machine', () => {
    expect(decide(input({ claims: { issuedFor: 'machine' } }), NONE).kind).toBe('allow');
  });

  test('asks for its scopes', () => {
    const at = input({ requirement: requirement({ scopes: ['admin', 'payments:write'] }) });
    expect(decide(at, NONE)).toEqual({
      kind: 'insufficient_scope',
      scopes: ['admin', 'payments:write'],
      missing: ['admin'],
    });
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

  test('denies a machine: no user can sign in again [machines-are-denied]', () => {
    expect(decide(input({ requirement: strong, claims: { issuedFor: 'machine' } }), NONE)).toEqual({
      kind: 'deny',
      reason: 'machine_token',
    });
  });

  test('denies rather than challenges when the issuer knows none of the words', () => {
    expect(decide({ ...ordinary, trust: trustReaching(['loa1', 'loa2']) }, NONE)).toEqual({
      kind: 'deny',
      reason: 'acr_unreachable',
    });
  });
});

describe('a route that demands a grant', () => {
  const demanding = requirement({ ...strong, grant: { required: true, once: true } });

  test('asks the elevated token to be exchanged, not the user to sign in [required-needs-grant]', () => {
    expect(decide({ ...elevated, demands: always(demanding) }, NONE)).toEqual({
      kind: 'grant_required',
      grantRefusal: undefined,
    });
  });

  test('asks an ordinary token’s user to sign in first', () => {
    expect(decide({ ...ordinary, demands: always(demanding) }, NONE).kind).toBe('challenge');
  });

  test('names the use to record when the grant is good once', () => {
    expect(decide({ ...ordinary, demands: always(demanding) }, found())).toMatchObject({
      kind: 'allow',
      use: { subject: 'alice', clientId: 'app', authTime: NOW - 60, target: 'POST /payments' },
    });
  });

  test('after its one use, asks for a sign-in that is newer', () => {
    expect(challengeSpent(ordinary, demanding)).toMatchObject({
      acr: ['loa3', 'loa4'],
      maxAge: 0,
    });
  });

  test('says of a grant that is refused why, and still asks for an exchange', () => {
    const at = { ...elevated, demands: always(demanding) };
    expect(decide(at, { kind: 'unknown' })).toEqual({ kind: 'grant_required', grantRefusal: 'unknown' });
    expect(decide(at, found({ target: 'POST /payouts' }))).toEqual({
      kind: 'grant_required',
      grantRefusal: 'other_target',
    });
  });

  test('takes a grant beside an elevated token, too', () => {
    expect(decide({ ...elevated, demands: always(demanding) }, found())).toMatchObject({ openedBy: 'grant' });
  });

  test('does not take a grant that is good once, and whose sign-in has no time', () => {
    const timeless = requirement({ acr: strong.acr, grant: { required: true, once: true } });
    expect(decide({ ...ordinary, demands: always(timeless) }, found({ authTime: undefined }))).toEqual({
      kind: 'deny',
      reason: 'auth_time_missing',
    });
  });

  test('names no use to record when the grant is good for a while', () => {
    const forAWhile = requirement({ ...strong, grant: { required: true } });
    const opened = decide({ ...ordinary, demands: always(forAWhile) }, found());
    expect(opened).toMatchObject({ kind: 'allow', openedBy: 'grant' });
    expect(opened).toHaveProperty('use', undefined);
  });

  test('lets the elevated token earn the grant', () => {
    expect(exchanged({ ...elevated, demands: always(demanding) }).kind).toBe('allow');
    expect(exchanged({ ...ordinary, demands: always(demanding) }).kind).toBe('challenge');
  });
});

describe('a grant demand whose notBefore lies ahead', () => {
  const ahead = requirement({ ...strong, grant: { required: true, notBefore: NOW + 60 } });

  test('denies: no grant that could be had would open the route', () => {
    expect(decide({ ...elevated, demands: always(ahead) }, NONE)).toEqual({
      kind: 'deny',
      reason: 'grants_not_yet',
    });
    expect(exchanged({ ...elevated, demands: always(ahead) })).toEqual({
      kind: 'deny',
      reason: 'grants_not_yet',
    });
  });

  test('asks for an exchange, and gives a grant, from that second on', () => {
    const reached = {
      ...elevated,
      demands: always(requirement({ ...strong, grant: { required: true, notBefore: NOW } })),
    };
    expect(decide(reached, NONE).kind).toBe('grant_required');
    expect(exchanged(reached).kind).toBe('allow');
  });

  test('leaves the elevated token alone where no grant is demanded', () => {
    const optional = requirement({ ...strong, grant: { notBefore: NOW + 60 } });
    expect(decide({ ...elevated, demands: always(optional) }, NONE).kind).toBe('allow');
  });
});

describe('the exchange', () => {
  test('gives no grant that is over at once, but asks for a newer sign-in', () => {
    const last = input({ requirement: strong, claims: { acr: 'loa3', authTime: NOW - 300 } });
    expect(decide(last, NONE).kind).toBe('allow');
    expect(exchanged(last)).toMatchObject({ kind: 'challenge', reason: 'max_age' });
  });
});

describe('a policy that no sign-in can meet', () => {
  const impossible = requirement({ acr: [] });
  const whenOtp = {
    name: 'POST /payments rules[0]',
    when: accepted('"otp" in signIn.amr'),
    adds: impossible,
  };

  test.each([
    ['since no acr word satisfies it', always(impossible)],
    [
      'since nothing would earn the grant that it demands',
      always(requirement({ grant: { required: true } })),
    ],
    ['since one of its rules, which does not count, is impossible', { base: strong, rules: [whenOtp] }],
  ])(
    '%s, denies at the route and at the exchange, also beside a grant [unsatisfiable-closes]',
    (_, demands) => {
      const denial = { kind: 'deny', reason: 'policy_invalid' };
      const at = signedIn({ ...elevated, demands }, { amr: ['pwd'] });
      expect(decide(at, NONE)).toEqual(denial);
      expect(decide(at, found())).toEqual(denial);
      expect(exchanged(at)).toEqual(denial);
    },
  );

  test('once a rule counts that contradicts the rest, denies, too', () => {
    const rule = { ...whenOtp, adds: requirement({ acr: ['loa1'] }) };
    const at = { ...elevated, demands: { base: strong, rules: [rule] } };
    expect(decide(at, NONE)).toEqual({ kind: 'deny', reason: 'policy_unsatisfiable' });
    expect(exchanged(at)).toEqual({ kind: 'deny', reason: 'policy_unsatisfiable' });
    expect(decide(signedIn(at, { amr: ['pwd'] }), NONE).kind).toBe('allow');
  });
});

describe('a route that is closed until a time', () => {
  const until = (closedUntil: number) => always(requirement({ ...strong, closedUntil }));

  test('denies every caller before it, and gives no grant', () => {
    const at = { ...elevated, demands: until(NOW + 1) };
    const denial = { kind: 'deny', reason: 'policy_denies' };
    expect(decide(at, NONE)).toEqual(denial);
    expect(decide(at, found())).toEqual(denial);
    expect(exchanged(at)).toEqual(denial);
  });

  test('is as it was from that second on', () => {
    expect(decide({ ...elevated, demands: until(NOW) }, NONE).kind).toBe('allow');
    expect(exchanged({ ...elevated, demands: until(NOW) }).kind).toBe('allow');
  });
});

describe('scopes that a token lacks', () => {
  test('are told before anything else that it lacks', () => {
    const scoped = requirement({ ...strong, scopes: ['admin'] });
    expect(decide({ ...ordinary, demands: always(scoped) }, found()).kind).toBe('insufficient_scope');
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
  const revokedAt = (revokedBefore: number) => ({ ...elevated, risk: { ...NO_RISK, revokedBefore } });

  test('are challenged with a max_age that excludes them', () => {
    expect(decide(revokedAt(NOW - 10), NONE)).toMatchObject({
      kind: 'challenge',
      reason: 'revoked',
      maxAge: 10,
    });
  });

  test('end the grants made from them', () => {
    expect(decide({ ...ordinary, risk: { ...NO_RISK, revokedBefore: NOW - 10 } }, found())).toMatchObject({
      grantRefusal: 'revoked',
    });
  });

  test('leave later sign-ins alone', () => {
    expect(decide(revokedAt(NOW - 60), NONE).kind).toBe('allow');
  });

  test('include a sign-in whose time is unknown [revoked-sign-ins-void]', () => {
    const acrOnly = requirement({ acr: ['loa3'] });
    const at = input({
      requirement: acrOnly,
      claims: { acr: 'loa3', authTime: undefined },
      risk: { ...NO_RISK, revokedBefore: NOW - 10 },
    });
    expect(decide(at, NONE)).toMatchObject({ kind: 'challenge', reason: 'auth_time_missing' });
  });

  test('are denied, not challenged for ever, when the revocation lies in the future', () => {
    expect(decide(revokedAt(NOW + 3600), NONE)).toEqual({ kind: 'deny', reason: 'revoked_until_later' });
  });
});
