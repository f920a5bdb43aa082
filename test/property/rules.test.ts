import fc from 'fast-check';
import { evaluator, parseCondition } from '../../core/condition/condition.ts';
import { RISK_LEVELS } from '../../core/condition/risk.ts';
import type { Risk } from '../../core/condition/risk.ts';
import { runs } from '../support/effort.ts';
import { authenticationOf } from '../support/policies/decision-inputs.ts';
import {
  itemFields,
  loosened,
  outcomeOf,
  policyFrom,
  risingConditions,
  risks,
  riskless,
  rules,
  worlds,
} from '../support/policies/ruled-policies.ts';
import type { Item, World } from '../support/policies/ruled-policies.ts';

const RUNS = runs(100, 1_000);
const occasions = fc.constantFrom('use' as const, 'exchange' as const);
const layers = fc.array(itemFields, { minLength: 1, maxLength: 2 });

function listIn(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** With one rule more: in the item's own list, and in that of a change to come which has one. */
function withRule(item: Item, rule: Item): Item {
  const added = { ...item, rules: [...listIn(item.rules), rule] };
  const { upcoming } = item;
  if (typeof upcoming !== 'object' || upcoming === null || !('rules' in upcoming)) return added;
  return { ...added, upcoming: { ...upcoming, rules: [...listIn(upcoming.rules), rule] } };
}

/** A risk, and one that is higher in something. */
const raised = fc.tuple(risks, risks).map(([low, other]): { readonly low: Risk; readonly high: Risk } => ({
  low,
  high: {
    score: Math.max(low.score, other.score),
    level: RISK_LEVELS[Math.max(RISK_LEVELS.indexOf(low.level), RISK_LEVELS.indexOf(other.level))] ?? 'high',
    reasons: [...new Set([...other.reasons, ...low.reasons])],
    revokedBefore: latest(low.revokedBefore, other.revokedBefore),
  },
}));

function latest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return Math.max(a, b);
}

function accepted(text: string) {
  const condition = parseCondition(text);
  if (!condition.ok) throw new Error(`${text}: ${condition.error}`);
  return condition.value;
}

describe('a policy with rules', () => {
  test('is never looser with one rule more', () => {
    fc.assert(
      fc.property(layers, rules, fc.nat(1), worlds, occasions, (items, rule, at, world, occasion) => {
        const target = at % items.length;
        const more = items.map((item, index) => (index === target ? withRule(item, rule) : item));
        const before = outcomeOf(items.map(policyFrom), world, occasion);
        expect(loosened(before, outcomeOf(more.map(policyFrom), world, occasion))).toBeUndefined();
      }),
      RUNS,
    );
  });

  test('is never looser for a user whose risk is higher', () => {
    fc.assert(
      fc.property(layers, raised, worlds, occasions, (items, { low, high }, world, occasion) => {
        const policies = items.map(policyFrom);
        const at = (risk: Risk) => outcomeOf(policies, { ...world, risk }, occasion);
        expect(loosened(at(low), at(high))).toBeUndefined();
      }),
      RUNS,
    );
  });

  test('is never looser within a group than by itself', () => {
    fc.assert(
      fc.property(itemFields, itemFields, worlds, occasions, (item, group, world, occasion) => {
        const alone = outcomeOf([policyFrom(item)], world, occasion);
        const within = outcomeOf([policyFrom(group), policyFrom(item)], world, occasion);
        expect(loosened(alone, within)).toBeUndefined();
      }),
      RUNS,
    );
  });

  test('has the same outcome in every order of its rules, and with the rules in either item', () => {
    const shuffled = fc
      .array(rules, { maxLength: 5 })
      .chain((list) => fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })));
    const bases = fc.tuple(itemFields, itemFields).map((pair) => pair.map(withoutRules));
    fc.assert(
      fc.property(
        bases,
        shuffled,
        fc.nat(5),
        worlds,
        occasions,
        ([group, own], [list, other], cut, world, occasion) => {
          const split = (all: readonly Item[], at: number) =>
            outcomeOf(
              [
                policyFrom({ ...group, rules: all.slice(0, at) }),
                policyFrom({ ...own, rules: all.slice(at) }),
              ],
              world,
              occasion,
            );
          expect(split(other, cut)).toEqual(split(list, 0));
        },
      ),
      RUNS,
    );
  });
});

/** Without rules in announced changes: a change replaces only the rules of its own item, so the item would matter. */
function withoutRules(item: Item): Item {
  const { upcoming } = item;
  const named = (fields: object) => Object.entries(fields).filter(([name]) => name !== 'rules');
  if (typeof upcoming !== 'object' || upcoming === null) return Object.fromEntries(named(item));
  return { ...Object.fromEntries(named(item)), upcoming: Object.fromEntries(named(upcoming)) };
}

describe('a condition on risk', () => {
  test('holds at a higher risk wherever it held at a lower one', () => {
    fc.assert(
      fc.property(risingConditions, raised, worlds, (text, { low, high }, world: World) => {
        const condition = accepted(text);
        const { claims, signIn } = authenticationOf(world.claims);
        const inputs = { claims, signIn, request: world.request, now: world.now };
        fc.pre(evaluator({ ...inputs, risk: low })(condition).holds);
        expect(evaluator({ ...inputs, risk: high })(condition).holds).toBe(true);
      }),
      RUNS,
    );
  });

  const falling = fc.oneof(
    fc.constantFrom(
      'risk.score < 50.0',
      '50 > risk.score',
      'risk.score == 50.0',
      'risk.score != 0.0',
      'risk.level == "low"',
      'risk.level == "medium"',
      'risk.level != "high"',
      'risk.level in ["low"]',
      'risk.level in ["low", "medium"]',
      'risk.level in claims.levels',
      'risk.level == claims.level',
      'risk.level.startsWith("l")',
      '"a" != risk.reasons[0]',
      'size(risk.reasons) == 0',
      'size(risk.reasons) < 2',
      'risk.reasons.all(r, r == "x")',
      'risk.reasons.exists_one(r, r == "x")',
      '["x"].exists(r, r == risk.level)',
      '[risk.score].exists(s, s < 50.0)',
      'risk.score - 50.0 < 0.0',
      '0.0 - risk.score >= 0.0',
      'risk.score > 100.0 - risk.score',
      'has(risk.score) == false',
      'risk == claims.risk',
      'risk["score"] >= 50.0 ? false : true',
    ),
    risingConditions.filter((text) => text.includes('risk.')).map((text) => `!(${text})`),
    risingConditions.filter((text) => text.includes('risk.')).map((text) => `(${text}) == false`),
    risingConditions.filter((text) => text.includes('risk.')).map((text) => `(${text}) ? false : true`),
  );

  test('is refused when more risk could switch it off, also inside a larger one [falling-conditions-refused]', () => {
    fc.assert(
      fc.property(falling, riskless, fc.constantFrom('&&', '||'), (text, other, operator) => {
        fc.pre(text.length < 400);
        expect(parseCondition(text)).toHaveProperty('error');
        expect(parseCondition(`(${other}) ${operator} (${text})`)).toHaveProperty('error');
      }),
      RUNS,
    );
  });
});

test.each([
  'signIn.age < 60',
  '60 > signIn.age',
  '!(signIn.age >= 60)',
  'signIn.age == 60',
  'signIn.acr == "loa2" || signIn.age <= 60',
  'has(signIn.age) == false',
])(
  'a condition that an older sign-in could switch off is refused: %s [falling-conditions-refused]',
  (text) => {
    expect(parseCondition(text)).toMatchObject({ error: expect.stringContaining('a newer sign-in') });
  },
);
