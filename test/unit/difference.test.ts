/** The lines that a change is shown as. */
import { differenceOf } from '../../admin/policy/difference.ts';

test('members that stand in another order are no change, also within rules and grants', () => {
  const lines = differenceOf(
    'POST /payments',
    {
      maxAge: 120,
      grant: { ttl: 60, required: true },
      rules: [{ acr: 'high', description: 'Risk', when: 'risk.score >= 70' }],
    },
    {
      rules: [{ when: 'risk.score >= 70', description: 'Risk', acr: 'high' }],
      grant: { required: true, ttl: 60 },
      maxAge: 300,
    },
  );
  const changed = lines.filter(({ mark }) => mark === '+' || mark === '-');
  expect(changed.map(({ line }) => line)).toEqual(['  - maxAge: 120', '  + maxAge: 300']);
});

test('a rule says what it is about, when it counts, and then what it asks for', () => {
  const lines = differenceOf('POST /payments', undefined, {
    rules: [{ acr: 'high', when: 'true', description: 'Risk' }],
  });
  expect(lines.map(({ line }) => line.trim()).slice(2)).toEqual([
    '+   - description: Risk',
    '+     when: "true"',
    '+     acr: high',
  ]);
});
