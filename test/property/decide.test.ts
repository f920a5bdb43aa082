import fc from 'fast-check';
import type { AuthenticationClaims } from '../../lambda/core/authentication.ts';
import { decide } from '../../lambda/core/decide.ts';
import type { PresentedGrant } from '../../lambda/core/decide.ts';
import { hypotheticalAuthentication } from '../../lambda/core/hypothetical-authentication.ts';
import type { Situation } from '../../lambda/core/situation.ts';
import { both, grantFor, NOW, requirements, situations, VOCABULARY } from '../support/situations.ts';

const NONE: PresentedGrant = { kind: 'none' };

const withClaims = (at: Situation, claims: Partial<AuthenticationClaims>): Situation => ({
  ...at,
  authentication: hypotheticalAuthentication({ ...at.authentication, ...claims }),
});

const presentedGrants = (at: Situation): fc.Arbitrary<PresentedGrant> =>
  fc.oneof(
    fc.constant(NONE),
    fc.constant<PresentedGrant>({ kind: 'unknown' }),
    fc
      .record(
        {
          acr: fc.constantFrom(...VOCABULARY),
          authTime: fc.integer({ min: NOW - 4000, max: NOW }),
          issuedAt: fc.integer({ min: NOW - 4000, max: NOW }),
          expiresAt: fc.integer({ min: NOW - 100, max: NOW + 900 }),
          target: fc.constantFrom('POST /payments', 'GET /other'),
        },
        { requiredKeys: [] },
      )
      .map((fields): PresentedGrant => ({ kind: 'found', grant: grantFor(at, fields) })),
  );

const requests = situations.chain((at) => fc.tuple(fc.constant(at), presentedGrants(at)));

describe('the decision', () => {
  test('a stronger authentication never turns allow into a refusal', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(...VOCABULARY), ([at, grant], acr) => {
        const stronger = VOCABULARY.indexOf(acr) >= VOCABULARY.indexOf(at.authentication.acr ?? '');
        fc.pre(stronger && decide(at, grant).kind === 'allow');
        expect(decide(withClaims(at, { acr }), grant).kind).toBe('allow');
      }),
    );
  });

  test('a fresher authentication never turns allow into a refusal', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: NOW - 4000, max: NOW }), ([at, grant], authTime) => {
        fc.pre(authTime >= (at.authentication.authTime ?? 0) && decide(at, grant).kind === 'allow');
        expect(decide(withClaims(at, { authTime }), grant).kind).toBe('allow');
      }),
    );
  });

  test('a stricter requirement never turns a refusal into allow', () => {
    fc.assert(
      fc.property(requests, requirements, ([at, grant], added) => {
        fc.pre(decide(at, grant).kind !== 'allow');
        const stricter = { ...at, requirement: both(at.requirement, added) };
        expect(decide(stricter, grant).kind).not.toBe('allow');
      }),
    );
  });

  test('risk never turns a refusal into allow', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 0, max: NOW + 100 }), ([at, grant], revokedBefore) => {
        fc.pre(decide({ ...at, risk: { revokedBefore: undefined } }, grant).kind !== 'allow');
        expect(decide({ ...at, risk: { revokedBefore } }, grant).kind).not.toBe('allow');
      }),
    );
  });

  test('a challenge asks for something, and what it asks for opens the route or earns the grant', () => {
    fc.assert(
      fc.property(situations, (at) => {
        const decision = decide(at, NONE);
        if (decision.kind !== 'challenge' || (at.risk.revokedBefore ?? 0) > NOW) return;
        expect(decision.acr.length > 0 || decision.maxAge !== undefined).toBe(true);
        const answered = withClaims(at, {
          authTime: NOW,
          ...(decision.acr[0] === undefined ? {} : { acr: decision.acr[0] }),
        });
        expect(['allow', 'grant_required']).toContain(decide(answered, NONE).kind);
      }),
    );
  });
});
