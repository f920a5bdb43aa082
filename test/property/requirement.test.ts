import fc from 'fast-check';
import { NO_REQUIREMENT } from '../../core/policy/requirement.ts';
import { both, requirements } from '../support/policies/decision-inputs.ts';

describe('combining requirements', () => {
  test('asks for all that either asks for [demands-intersect]', () => {
    fc.assert(
      fc.property(requirements, requirements, (a, b) => {
        const { acr, maxAge = Infinity, scopes, grant } = both(a, b);
        for (const one of [a, b]) {
          if (one.acr !== 'any') expect(one.acr).toEqual(expect.arrayContaining([acr].flat()));
          expect(maxAge).toBeLessThanOrEqual(one.maxAge ?? Infinity);
          expect(scopes).toEqual(expect.arrayContaining([...one.scopes]));
          expect(grant.ttl).toBeLessThanOrEqual(one.grant.ttl);
          for (const demand of ['required', 'once', 'boundToPath'] as const)
            expect(grant[demand] || !one.grant[demand]).toBe(true);
        }
      }),
    );
  });

  test('does not depend on the order', () => {
    fc.assert(
      fc.property(requirements, requirements, (a, b) => {
        expect(both(a, b)).toEqual(both(b, a));
      }),
    );
  });

  test('does not depend on the grouping', () => {
    fc.assert(
      fc.property(requirements, requirements, requirements, (a, b, c) => {
        expect(both(both(a, b), c)).toEqual(both(a, both(b, c)));
      }),
    );
  });

  test('with itself changes nothing', () => {
    fc.assert(
      fc.property(requirements, (a) => {
        expect(both(a, a)).toEqual(a);
      }),
    );
  });

  test('with no requirement changes nothing', () => {
    fc.assert(
      fc.property(requirements, (a) => {
        expect(both(a, NO_REQUIREMENT)).toEqual(a);
      }),
    );
  });
});
