import * as conditions from '../../core/condition/condition.ts';
import { lint } from '../../admin/lint/lint.ts';
import { byEffort } from '../support/effort.ts';
import { methods, trusting } from '../support/lint/case.ts';
import { NOW } from '../support/policies/decision-inputs.ts';

jest.mock('../../core/condition/condition.ts', () => {
  const actual = jest.requireActual<typeof conditions>('../../core/condition/condition.ts');
  return { ...actual, parseCondition: jest.fn(actual.parseCondition) };
});

/** Items of so many routes below a wildcard, half of them in one group. */
function* itemsOf(count: number) {
  yield { route: 'ANY /*', acr: 'loa1' };
  yield { route: 'GROUP g', acr: 'loa2' };
  for (let index = 0; index < count; index += 1)
    yield {
      route: `GET /a${index % 100}/{id}/b${index}`,
      acr: 'loa2',
      ...(index % 2 === 0 ? { group: 'g' } : {}),
      rules: [{ when: 'has(claims.tenant) && claims.tenant == "a"', acr: 'loa3' }],
    };
}

const COUNT = byEffort({ short: 5_000, long: 100_000, full: 100_000 });

test(`${COUNT} items are checked once each, and progress is reported`, () => {
  const items = [...itemsOf(COUNT)];
  const routes = methods(...items.map(({ route }) => route).filter((route) => route.startsWith('GET')));
  const steps: number[] = [];
  const findings = lint({ items, trust: trusting(), routes, now: NOW }, (done, total) => {
    expect(total).toBe(2 * COUNT + 4);
    steps.push(done);
  });
  expect(findings.map(({ rule, route }) => `${rule} ${route}`)).toEqual(['shadowed ANY /*']);
  expect(steps).toEqual([
    ...Array.from({ length: COUNT / 5_000 }, (_, index) => (index + 1) * 10_000),
    2 * COUNT + 4,
  ]);
  // Each condition is parsed when its item is read. The rules of lint use the tree.
  expect(jest.mocked(conditions.parseCondition).mock.calls.length).toBeLessThan(COUNT * 2);
});

test.each([
  ['a wildcard in each of 250 folders', `GET ${'/a'.repeat(250)}/*`],
  ['a template with the characters of a regular expression', 'GET /(a+)+$/{id}/*'],
  ['the name of a prototype', 'GET /__proto__/constructor'],
])('%s is checked', (_, route) => {
  const items: Record<string, unknown>[] = [{ route, acr: 'loa1' }];
  items.push({ route: 'ANY /*', acr: 'loa1', constructor: 1 });
  const rules = lint({ items, trust: trusting(), routes: [], now: NOW }).map((one) => one.rule);
  expect(rules).toContain('item-invalid');
});
