import { parseGroupItem, parsePolicyItem } from '../../core/policy/item.ts';
import { VOCABULARY } from '../support/policies/decision-inputs.ts';

function problemsOf(fields: object): readonly string[] {
  const parsed = parsePolicyItem({ route: 'GET /x', ...fields }, VOCABULARY);
  return parsed.ok ? [] : parsed.error.map(({ field, message }) => `${field}: ${message}`);
}

const RULE = { when: 'risk.score >= 70.0', acr: 'loa3' };
const coming = (effectiveAt: unknown) => ({ upcoming: { effectiveAt, acr: 'loa3' } });

describe('a policy item is refused when it is written', () => {
  test.each<[string, object, string]>([
    ['5,000 rules', { rules: Array(5_000).fill(RULE) }, 'rules: expected a list of at most 16'],
    ['17 rules', { rules: Array(17).fill(RULE) }, 'rules: expected a list of at most 16'],
    [
      '5,000 rules to come',
      { upcoming: { rules: Array(5_000).fill(RULE) } },
      'upcoming.rules: expected a list of at',
    ],
    ['rules as text', { rules: 'risk.score >= 70.0' }, 'rules: expected a list'],
    ['rules as an object', { rules: { 0: RULE } }, 'rules: expected a list'],
    ['a rule as text', { rules: ['risk.score >= 70.0'] }, 'rules[0]: expected an object'],
    ['a rule as a list', { rules: [[RULE]] }, 'rules[0]: expected an object'],
    ['no rule', { rules: [null] }, 'rules[0]: expected an object'],
    ['a rule that asks for nothing', { rules: [{ when: 'true' }] }, 'rules[0]: the rule asks for nothing'],
    ['a rule that asks for less', { rules: [{ ...RULE, allow: true }] }, 'rules[0].allow: unknown field'],
    ['a rule with rules', { rules: [{ ...RULE, rules: [RULE] }] }, 'rules[0].rules: unknown field'],
    ['a rule with a group', { rules: [{ ...RULE, group: 'money' }] }, 'rules[0].group: unknown field'],
    ['a rule without a condition', { rules: [{ acr: 'loa3' }] }, 'rules[0].when:'],
    [
      'a condition as truth',
      { rules: [{ ...RULE, when: true }] },
      'rules[0].when: expected a condition as text',
    ],
    [
      'a condition as a list',
      { rules: [{ ...RULE, when: ['true'] }] },
      'rules[0].when: expected a condition as text',
    ],
    ['a condition of 390 KB', { rules: [{ ...RULE, when: 'x'.repeat(390_000) }] }, 'at most 512 characters'],
    [
      'a condition that is none',
      { rules: [RULE, { ...RULE, when: 'risk >' }] },
      'rules[1].when: not an expression',
    ],
    [
      'a rule with a maxAge that loops',
      { rules: [{ ...RULE, maxAge: 5 }] },
      'rules[0].maxAge: expected at least 30',
    ],
    ['a rule with an unknown acr', { rules: [{ ...RULE, acr: 'toString' }] }, 'rules[0].acr: not a word'],
    ['a change as text', { upcoming: '2026-12-01T06:00:00Z' }, 'upcoming: expected an object'],
    ['a change as a list', { upcoming: [{ acr: 'loa3' }] }, 'upcoming: expected an object'],
    ['a change in a change', { upcoming: { upcoming: { acr: 'loa3' } } }, 'upcoming.upcoming: unknown field'],
    ['a group in a change', { upcoming: { group: 'money' } }, 'upcoming.group: unknown field'],
    ['a route in a change', { upcoming: { route: 'GET /y' } }, 'upcoming.route: unknown field'],
    ['a name of the prototype', { constructor: 1 }, 'constructor: unknown field'],
    ['another', JSON.parse('{"__proto__": {"deny": false}}'), '__proto__: unknown field'],
    ['a description of 390 KB', { description: 'x'.repeat(390_000) }, 'description: at most 1024 characters'],
    ['names of fields of 390 KB', { ['x'.repeat(390_000)]: 1 }, 'unknown field'],
  ])('for %s', (_, fields, problem) => {
    const problems = problemsOf(fields);
    expect(problems.join('\n')).toContain(problem);
    expect(problems.join('\n').length).toBeLessThan(500);
  });

  test.each<[string, unknown]>([
    ['31 February', '2027-02-31T00:00:00Z'],
    ['29 February of another year', '2027-02-29T00:00:00Z'],
    ['31 April', '2027-04-31T00:00:00Z'],
    ['month 13', '2027-13-01T00:00:00Z'],
    ['day 0', '2027-01-00T00:00:00Z'],
    ['hour 24', '2027-01-01T24:00:00Z'],
    ['minute 60', '2027-01-01T00:60:00Z'],
    ['a leap second', '2027-01-01T00:00:60Z'],
    ['no offset', '2027-01-01T00:00:00'],
    ['an offset of a day', '2027-01-01T00:00:00+24:00'],
    ['no time', '2027-01-01'],
    ['the year 10000', '10000-01-01T00:00:00Z'],
    ['the year +010000', '+010000-01-01T00:00:00Z'],
    ['a year of two digits', '27-01-01T00:00:00Z'],
    ['words', 'tomorrow'],
    ['nothing', ''],
    ['a date as browsers write it', 'Fri Jan 01 2027 00:00:00 GMT'],
    ['seconds since 1970', 1_800_000_000],
    ['seconds since 1970 as text', '1800000000'],
    ['null', null],
    ['a date of 300 KB', '2027-01-01T00:00:00Z'.repeat(15_000)],
    ['other digits', '２０２７-01-01T00:00:00Z'],
  ])('for a change to come at %s', (_, moment) => {
    expect(problemsOf(coming(moment)).join()).toMatch(/^upcoming.effectiveAt: expected a date and time/);
  });

  test('and not for a change to come at a date and time with its offset', () => {
    for (const [text, seconds] of [
      ['2027-01-15T08:00:00Z', 1_800_000_000],
      ['2027-01-15T09:00:00+01:00', 1_800_000_000],
      ['2027-01-15T08:00Z', 1_800_000_000],
      ['2028-02-29T00:00:00Z', Date.UTC(2028, 1, 29) / 1000],
    ] as const) {
      const parsed = parsePolicyItem({ route: 'GET /x', ...coming(text) }, VOCABULARY);
      expect(parsed).toMatchObject({ ok: true, value: { upcoming: { effectiveAt: seconds } } });
    }
  });

  const BAD_TEMPLATES = [
    ...['/a.b+c/{id}', '/(', '/a(b)', '/[', '/[a-z]', '/a|b', '/^a', '/a?', '/\\', '/a\\d', '/.+(', '/a b'],
    ...[
      '/a//b',
      '/a/',
      '//',
      '/{id',
      '/id}',
      '/{}',
      '/{a}{b}',
      '/x{id}',
      '/{id}.json',
      '/{path+}/x',
      '/{pa+th}',
    ],
    ...['/*/x', '/**', '/a*', '/%2F', '/é', '/a\nb', '/a#b', 'a', ''],
  ];

  test.each(BAD_TEMPLATES)('for the template %j, which no API of Amazon API Gateway has', (template) => {
    const parsed = parsePolicyItem({ route: `POST ${template}` }, VOCABULARY);
    expect(parsed).toMatchObject({ ok: false, error: [{ field: 'route' }] });
  });

  test.each(['/', '/*', '/a', '/a.b_c-d:e$f', '/payments/{id}', '/{proxy+}', '/a/{b}/c/{d+}', '/a/{b}/*'])(
    'and not for the template %j',
    (template) => {
      expect(parsePolicyItem({ route: `POST ${template}` }, VOCABULARY).ok).toBe(true);
    },
  );

  test('for a template that is long, in steps that grow no faster than it does', () => {
    for (const template of [`/${'a/'.repeat(250)}(`, `/${'{a}/'.repeat(120)}(`, `/${'a'.repeat(500)}(`])
      expect(parsePolicyItem({ route: `POST ${template}` }, VOCABULARY).ok).toBe(false);
    expect(parsePolicyItem({ route: `POST /${'a'.repeat(390_000)}` }, VOCABULARY)).toMatchObject({
      ok: false,
    });
  });

  test('for a group in a group, now or to come', () => {
    const item = { route: 'GROUP money', acr: 'loa2' };
    expect(parseGroupItem({ ...item, group: 'more' }, VOCABULARY)).toMatchObject({
      ok: false,
      error: [{ field: 'group', message: 'unknown field (groups do not nest), or not an object' }],
    });
    expect(parseGroupItem({ ...item, upcoming: { group: 'more' } }, VOCABULARY).ok).toBe(false);
  });
});
