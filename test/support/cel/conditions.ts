/** Conditions in tests: whether one is accepted, and what it answers. */
import { evaluator, parseCondition } from '../../../core/condition/condition.ts';
import type { Condition } from '../../../core/condition/condition.ts';
import type { RequestInputs } from '../../../core/condition/inputs.ts';
import { NO_SIGN_IN } from '../../../core/condition/sign-in.ts';
import type { SignIn } from '../../../core/condition/sign-in.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';
import { NOW } from '../policies/decision-inputs.ts';

export const REQUEST: RequestInputs = {
  method: 'POST',
  path: '/payments/17',
  parameters: { id: '17' },
  query: {},
  headers: {},
  sourceIp: '192.0.2.1',
  userAgent: 'curl',
};

/** Why a condition is refused when it is written; undefined for one that is accepted. */
export function mistakeIn(text: string): string | undefined {
  const condition = parseCondition(text);
  return condition.ok ? undefined : condition.error;
}

export function accepted(text: string): Condition {
  const condition = parseCondition(text);
  if (!condition.ok) throw new Error(condition.error);
  return condition.value;
}

/** `true`, `false`, or why the condition failed. */
export function answer(
  text: string,
  claims: Readonly<Record<string, unknown>>,
  request: Partial<RequestInputs> = {},
  signIn: Partial<SignIn> = {},
) {
  const ask = evaluator({
    claims,
    signIn: { ...NO_SIGN_IN, ...signIn },
    request: { ...REQUEST, ...request },
    risk: NO_RISK,
    now: NOW,
  });
  const { holds, failure } = ask(accepted(text));
  return failure ?? holds;
}
