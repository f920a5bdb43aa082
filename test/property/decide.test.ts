import fc from 'fast-check';
import { decide, decideExchange } from '../../core/decision/decide.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import { asksForStepUp } from '../../core/policy/requirement.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import { runs } from '../support/effort.ts';
import {
  both,
  claimSets,
  grantFor,
  NOW,
  requirements,
  decisionInputs,
  always,
  signedIn,
  VOCABULARY,
} from '../support/policies/decision-inputs.ts';

const NONE: PresentedGrant = { kind: 'none' };

/** Mostly a grant that would do, with one thing about it changed. */
const presentedGrants = (at: DecisionInput): fc.Arbitrary<PresentedGrant> => {
  const strong = { acr: 'loa4', authTime: NOW, issuedAt: NOW, expiresAt: NOW + 900 };
  const change = fc.oneof(
    fc.constant({}),
    fc.record({ acr: fc.constantFrom(...VOCABULARY) }),
    fc.record({ authTime: fc.integer({ min: NOW - 4000, max: NOW }) }),
    fc.record({ issuedAt: fc.integer({ min: NOW - 4000, max: NOW }) }),
    fc.record({ expiresAt: fc.integer({ min: NOW - 100, max: NOW + 900 }) }),
    fc.record({ target: fc.constant('GET /other') }),
  );
  return fc.oneof(fc.constant(NONE), fc.constant<PresentedGrant>({ kind: 'unknown' }), {
    weight: 6,
    arbitrary: change.map((fields): PresentedGrant => ({
      kind: 'found',
      grant: grantFor(at, { ...strong, ...fields }),
    })),
  });
};

const requests = decisionInputs.chain((at) => fc.tuple(fc.constant(at), presentedGrants(at)));

const RUNS = runs(250, 1_000);

describe('the decision', () => {
  test('is opened by the grant that the exchange has just issued [same-at-exchange]', () => {
    fc.assert(
      fc.property(decisionInputs, claimSets, (at, other) => {
        const { decision } = decideExchange(at);
        fc.pre(decision.kind === 'allow' && asksForStepUp(at.demands.base));
        const grant: PresentedGrant = { kind: 'found', grant: grantFor(at) };
        const later = signedIn(at, { acr: other.acr, authTime: other.authTime });
        expect(decide(later, grant).kind).toBe('allow');
      }),
      RUNS,
    );
  });

  test('a stronger authentication never turns allow into a refusal [better-never-less]', () => {
    fc.assert(
      fc.property(requests, fc.constantFrom(...VOCABULARY), ([at, grant], acr) => {
        const stronger = VOCABULARY.indexOf(acr) >= VOCABULARY.indexOf(at.authentication.signIn.acr ?? '');
        fc.pre(stronger && decide(at, grant).kind === 'allow');
        expect(decide(signedIn(at, { acr }), grant).kind).toBe('allow');
      }),
      RUNS,
    );
  });

  test('a fresher authentication never turns allow into a refusal [better-never-less]', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: NOW - 4000, max: NOW }), ([at, grant], authTime) => {
        fc.pre(authTime >= (at.authentication.signIn.authTime ?? 0) && decide(at, grant).kind === 'allow');
        expect(decide(signedIn(at, { authTime }), grant).kind).toBe('allow');
      }),
      RUNS,
    );
  });

  test('a stricter requirement never turns a refusal into allow [stricter-never-more]', () => {
    fc.assert(
      fc.property(requests, requirements, ([at, grant], added) => {
        fc.pre(decide(at, grant).kind !== 'allow');
        const stricter = { ...at, demands: always(both(at.demands.base, added)) };
        expect(decide(stricter, grant).kind).not.toBe('allow');
      }),
      RUNS,
    );
  });

  test('risk never turns a refusal into allow', () => {
    fc.assert(
      fc.property(requests, fc.integer({ min: 0, max: NOW + 100 }), ([at, grant], revokedBefore) => {
        fc.pre(decide({ ...at, risk: NO_RISK }, grant).kind !== 'allow');
        expect(decide({ ...at, risk: { ...NO_RISK, revokedBefore } }, grant).kind).not.toBe('allow');
      }),
      RUNS,
    );
  });

  test('a challenge asks for something, and what it asks for opens the route or earns the grant', () => {
    fc.assert(
      fc.property(decisionInputs, (at) => {
        const decision = decide(at, NONE);
        fc.pre(decision.kind === 'challenge' && (at.risk.revokedBefore ?? 0) <= NOW);
        if (!('acr' in decision)) return;
        expect(decision.acr.length > 0 || decision.maxAge !== undefined).toBe(true);
        const answered = signedIn(at, {
          authTime: NOW,
          ...(decision.acr[0] === undefined ? {} : { acr: decision.acr[0] }),
        });
        expect(['allow', 'grant_required']).toContain(decide(answered, NONE).kind);
      }),
      RUNS,
    );
  });
});
