import fc from 'fast-check';
import { folded } from '../../core/policy/edits/fold.ts';
import { versionsAt, versionsOf } from '../../core/policy/versions.ts';
import { runs } from '../support/effort.ts';
import { NOW, VOCABULARY } from '../support/policies/decision-inputs.ts';
import { dated, itemFields, policyFrom } from '../support/policies/ruled-policies.ts';
import type { Item } from '../support/policies/ruled-policies.ts';

const inForce = (item: Item, moment: number) => {
  const { base, rules } = versionsAt(versionsOf([policyFrom(item)], VOCABULARY), moment).current.demands;
  return { base, rules: rules.map(({ when, adds }) => ({ when: when.text, adds })) };
};

describe('a change that is in force, written into its item,', () => {
  test('changes nothing that holds, then or later', () => {
    fc.assert(
      fc.property(itemFields, fc.constantFrom(NOW - 200, NOW, NOW + 300), fc.nat(400), (item, now, later) => {
        expect(inForce(folded(item, now), now + later)).toEqual(inForce(item, now + later));
      }),
      runs(300, 1_000),
    );
  });

  test('leaves no change behind, and the date goes', () => {
    const upcoming = { effectiveAt: dated(NOW), acr: 'loa3' };
    expect(folded({ acr: 'loa1', maxAge: 60, upcoming }, NOW)).toEqual({ acr: 'loa3', maxAge: 60 });
  });

  test('leaves a deny of the item [folding-keeps-deny]', () => {
    expect(folded({ deny: true, upcoming: { effectiveAt: dated(NOW), deny: false } }, NOW)).toEqual({
      deny: true,
    });
  });
});

test.each([
  ['to come', { effectiveAt: dated(NOW + 1), acr: 'loa3' }],
  ['only observed', { acr: 'loa3' }],
  ['no change', 'soon'],
  ['of no date', { effectiveAt: 'soon', acr: 'loa3' }],
])('a change that is %s stays as it is', (_, upcoming) => {
  const item = { acr: 'loa1', upcoming };
  expect(folded(item, NOW)).toBe(item);
});
