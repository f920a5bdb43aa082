import { judgeToken } from '../../core/decision/judgement.ts';
import { applyRules, combineRuled, mayAskForStepUp, needsRisk } from '../../core/policy/rules.ts';
import type { Rule } from '../../core/policy/rules.ts';
import { NO_SIGN_IN } from '../../core/condition/sign-in.ts';
import { NO_RISK } from '../../core/condition/risk.ts';
import { accepted, REQUEST } from '../support/cel/conditions.ts';
import { input, NOW, requirement, VOCABULARY } from '../support/policies/decision-inputs.ts';

const BASE = requirement({ maxAge: 600 });

const ruleOf = (when: string, adds: Rule['adds'], index = 0): Rule => ({
  name: `POST /payments rules[${index}]`,
  when: accepted(when),
  adds,
});

const STRONGER = requirement({ acr: ['loa3', 'loa4'] });
const bySms = ruleOf('"sms" in claims.amr', STRONGER, 0);
const byMethod = ruleOf('request.method == "POST"', requirement({ deny: true }), 1);

const appliedTo = (request: typeof REQUEST | undefined, rules: readonly Rule[], claims: object) =>
  applyRules(
    { base: BASE, rules },
    { claims: { ...claims }, signIn: NO_SIGN_IN, request, risk: NO_RISK, now: NOW },
    VOCABULARY,
  );

const applied = (rules: readonly Rule[], claims: object) => appliedTo(REQUEST, rules, claims);

const atExchange = (rules: readonly Rule[], claims: object) => appliedTo(undefined, rules, claims);

describe('a rule', () => {
  test('whose condition holds adds what it asks for', () => {
    expect(applied([bySms], { amr: ['sms'] })).toEqual({
      requirement: { ...BASE, acr: ['loa3', 'loa4'] },
      fired: [{ rule: bySms }],
    });
  });

  test('whose condition does not hold adds nothing', () => {
    expect(applied([bySms], { amr: ['otp'] })).toEqual({ requirement: BASE, fired: [] });
  });

  test('counts, and says why, where its condition cannot be evaluated [failed-condition-holds]', () => {
    const { requirement: raised, fired } = applied([bySms], {});
    expect(raised.acr).toEqual(['loa3', 'loa4']);
    expect(fired).toEqual([{ rule: bySms, failure: expect.stringContaining('amr') }]);
  });

  test('is one of several, each of which counts by itself', () => {
    expect(applied([bySms, byMethod], { amr: ['sms'] })).toEqual({
      requirement: { ...BASE, acr: ['loa3', 'loa4'], deny: true },
      fired: [{ rule: bySms }, { rule: byMethod }],
    });
    expect(applied([bySms, byMethod], { amr: ['otp'] }).fired).toEqual([{ rule: byMethod }]);
  });

  test('on the request does not count at the exchange, where there is none; others do [exchange-judges-rules]', () => {
    expect(atExchange([bySms, byMethod], { amr: ['sms'] })).toEqual({
      requirement: { ...BASE, acr: ['loa3', 'loa4'] },
      fired: [{ rule: bySms }],
    });
  });
});

test('rules read the claims, the request, the risk and the time of the decision input', () => {
  const rules = [
    bySms,
    byMethod,
    ruleOf('risk.score > 50', requirement({ maxAge: 60 }), 2),
    ruleOf('now.getFullYear() < 2000', requirement({ maxAge: 30 }), 3),
  ];
  const calm = input({
    claims: { amr: ['otp'] },
    request: { ...REQUEST, method: 'GET' },
    demands: { base: BASE, rules },
  });
  expect(judgeToken(calm)).toMatchObject({ requirement: BASE, fired: [] });
  const risky = judgeToken({ ...calm, risk: { ...NO_RISK, score: 51 } });
  expect(risky.requirement.maxAge).toBe(60);
});

test('without rules, the requirement is what is always asked for', () => {
  expect(applied([], { amr: ['sms'] })).toEqual({ requirement: BASE, fired: [] });
});

test('two demands together ask for what either asks for, and have the rules of both', () => {
  const own = { base: requirement({ acr: ['loa3'] }), rules: [bySms] };
  const group = { base: BASE, rules: [byMethod] };
  expect(combineRuled(own, group, VOCABULARY)).toEqual({
    base: { ...BASE, acr: ['loa3'] },
    rules: [bySms, byMethod],
  });
});

describe('a policy may ask for step-up', () => {
  const open = requirement({});
  const harmless = ruleOf('"sms" in claims.amr', requirement({ scopes: ['admin'] }));
  const onRisk = ruleOf('risk.score > 10', requirement({ scopes: ['admin'] }));

  test.each([
    ['when it always does', { base: BASE, rules: [] }, true],
    ['when one of its rules may', { base: open, rules: [harmless, bySms] }, true],
    ['but not by rules that ask for scopes', { base: open, rules: [harmless] }, false],
    ['but not without rules', { base: open, rules: [] }, false],
  ])('%s', (_, ruled, may) => {
    expect([mayAskForStepUp(ruled), needsRisk(ruled)]).toEqual([may, may]);
  });

  test('and needs the risk of the user, too, where a rule reads it', () => {
    const ruled = { base: open, rules: [harmless, onRisk] };
    expect([mayAskForStepUp(ruled), needsRisk(ruled)]).toEqual([false, true]);
  });

  test('and needs no risk where a mistake closes the route whatever the risk is', () => {
    const ruled = { base: requirement({ acr: [] }), rules: [onRisk] };
    expect([mayAskForStepUp(ruled), needsRisk(ruled)]).toEqual([true, false]);
  });
});
