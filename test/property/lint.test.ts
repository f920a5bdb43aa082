import fc from 'fast-check';
import { evaluator, parseCondition } from '../../core/condition/condition.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { lint } from '../../admin/lint/lint.ts';
import { enough, runs } from '../support/effort.ts';
import { trusting } from '../support/lint/case.ts';
import { NOW } from '../support/policies/decision-inputs.ts';

const FIELDS = [
  'signIn.acr',
  'claims.a',
  'claims.b',
  'claims.a.b',
  'claims.b.a',
  'request.headers.h',
  'request.query.q',
];
const field = fc.constantFrom(...FIELDS);
const leaf = fc.oneof(
  field.map((one) => `has(${one})`),
  field.map((one) => `${one} == "x"`),
  fc.constantFrom(
    '"a" in claims',
    '"b" in claims',
    '"h" in request.headers',
    '"a" in claims.b',
    'has(signIn.amr)',
    '"a" in signIn.amr',
    'signIn.age > 60',
    'has(request.method)',
    'has(request.verb)',
    'true',
    'false',
  ),
  fc.constantFrom(
    'request.method == "GET"',
    'request.method == "POST"',
    'risk.score >= 0.0',
    'risk.score > 200.0',
  ),
);
/** What more risk, or an older sign-in, may only switch on. */
const isDirected = (text: string) => text.includes('risk') || text.includes('signIn.age');

const { expression } = fc.letrec<{ expression: string }>((tie) => ({
  expression: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    leaf,
    tie('expression').map((one) => (isDirected(one) ? one : `!(${one})`)),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} && ${b})`),
    fc.tuple(tie('expression'), tie('expression')).map(([a, b]) => `(${a} || ${b})`),
    fc
      .tuple(tie('expression'), tie('expression'), tie('expression'))
      .filter(([condition]) => !isDirected(condition))
      .map(([condition, a, b]) => `(${condition} ? ${a} : ${b})`),
  ),
}));

const inner = fc.record({ a: fc.constantFrom('x', 'y'), b: fc.constantFrom('x', 'y') }, { requiredKeys: [] });
const inputs = fc.record({
  claims: fc.record({ a: inner, b: inner }, { requiredKeys: [] }),
  request: fc.record({
    method: fc.constant('GET'),
    path: fc.constant('/a'),
    parameters: fc.constant({}),
    query: fc.record({ q: fc.constant(['x']) }, { requiredKeys: [] }),
    headers: fc.record({ h: fc.constantFrom('x', 'y') }, { requiredKeys: [] }),
    sourceIp: fc.constant('192.0.2.1'),
    userAgent: fc.constant(''),
  }),
  signIn: fc.record({
    acr: fc.constantFrom('x', 'y', undefined),
    amr: fc.constantFrom(['a'], [], undefined),
    authTime: fc.constantFrom(NOW, NOW - 100),
  }),
  risk: fc.nat(100).map((score) => ({ ...NO_RISK, score })),
  now: fc.constant(NOW),
});

const rulesFound = (when: string) =>
  lint({ items: [{ route: 'GET /a', rules: [{ when, acr: 'loa2' }] }], trust: trusting(), now: NOW }).map(
    ({ rule }) => rule,
  );

test('a condition without the finding condition-unguarded never fails for an absent field', () => {
  let clean = 0;
  fc.assert(
    fc.property(expression, fc.array(inputs, { minLength: 20, maxLength: 20 }), (when, all) => {
      const condition = parseCondition(when);
      fc.pre(condition.ok);
      // A condition with a name that no request has is reported for that name alone.
      const reported = ['condition-unguarded', 'condition-unknown-field'];
      if (rulesFound(when).some((rule) => reported.includes(rule))) return;
      clean += 1;
      for (const one of all)
        expect(evaluator(one)(condition.value).failure ?? '').not.toContain('No such key');
    }),
    runs(120, 1_000),
  );
  expect(clean).toBeGreaterThanOrEqual(enough(10));
});

test('a condition with the finding condition-never or condition-always is constant, unless it fails', () => {
  let constant = 0;
  fc.assert(
    fc.property(expression, fc.array(inputs, { minLength: 20, maxLength: 20 }), (when, all) => {
      const condition = parseCondition(when);
      fc.pre(condition.ok);
      const rules = rulesFound(when);
      const value = rules.includes('condition-always')
        ? true
        : rules.includes('condition-never')
          ? false
          : undefined;
      if (value === undefined) return;
      constant += 1;
      for (const one of all) {
        const { holds, failure } = evaluator(one)(condition.value);
        if (failure === undefined) expect(holds).toBe(value);
      }
    }),
    runs(120, 1_000),
  );
  expect(constant).toBeGreaterThanOrEqual(enough(10));
});
