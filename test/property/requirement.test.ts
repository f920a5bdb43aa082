import fc from 'fast-check';
import { NO_REQUIREMENT } from '../../core/policy/requirement.ts';
import { both, requirements } from '../support/policies/decision-inputs.ts';

describe('combining requirements', () => {
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
