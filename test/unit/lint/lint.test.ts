import { lint } from '../../../admin/lint/lint.ts';
import type { LintInput } from '../../../admin/lint/lint.ts';
import { RULES } from '../../../admin/lint/all-rules.ts';
import { trusting } from '../../support/lint/case.ts';
import type { Items } from '../../support/lint/case.ts';
import { CASES } from './cases.ts';
import { NOW } from '../../support/policies/decision-inputs.ts';

const found = (items: Items, input: Partial<LintInput> = {}) =>
  lint({ items, trust: trusting(), now: NOW, ...input });

describe.each(CASES)('$rule: $name', ({ rule, bad, good, names, input, goodInput }) => {
  const messages = (items: Items, given: Partial<LintInput> | undefined) =>
    found(items, given)
      .filter((one) => one.rule === rule)
      .map(({ route, message }) => `${route}: ${message}`);

  test('is found in the bad table', () => {
    const said = messages(bad, input);
    expect(said).toHaveLength(1);
    expect(said[0]).toContain(names ?? '');
  });

  test('is not found in the good table', () => {
    expect(messages(good, goodInput ?? input)).toEqual([]);
  });
});

test('a finding on a field names it apart from the message, for programs', () => {
  const FIELD = /^(acr|acrValues|deny|grant|group|maxAge|rules|upcoming)\b/;
  const findings = CASES.flatMap(({ rule, bad, input }) =>
    found(bad, input).filter((one) => one.rule === rule),
  );
  const onFields = findings.filter(({ message }) => FIELD.test(message));
  expect(onFields.length).toBeGreaterThan(15);
  for (const { field, message } of onFields) expect(message.startsWith(field ?? 'a field')).toBe(true);
});

test('every rule has a case, and an id of its own', () => {
  expect([...new Set(CASES.map(({ rule }) => rule))].toSorted()).toEqual(
    RULES.map(({ id }) => id).toSorted(),
  );
});
