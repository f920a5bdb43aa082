/**
 * The reference: what may be answered while tables cannot be read, written from docs/security.md. Nothing opens that could
 * not be judged; the policy that was read last stays in force for a time.
 */
import type { ExchangeOutcome } from './exchange.ts';
import { isInvalid } from './outcomes.ts';
import type { Grant, Outcome, Token } from './outcomes.ts';
import { policyOf, readsRisk } from './policy.ts';
import type { Situation } from './policy.ts';

export type Table = 'policy' | 'risk' | 'grant';

/** Since when each of these tables cannot be read and written, in seconds. */
export type Failing = ReadonlyMap<Table, number>;

const FAULT = { kind: 'fault' } as const;

/** How long what was read counts while the table fails, in seconds: risk, and the policy that was read last. */
export const RISK_BOUND = 5;
export const STALE_POLICY_BOUND = 300;

/** How long the table fails, in seconds, by the time that nothing moves back; undefined where it does not. */
type Since = (table: Table) => number | undefined;

/** The answers that may be given in place of this one. */
export function callOutcomes(
  outcome: Outcome,
  grant: Grant | undefined,
  route: string,
  situation: Situation,
  since: Since,
): readonly Outcome[] {
  if (outcome.kind === 'invalid_token') return [outcome];
  const isByToken = outcome.kind === 'opened' && outcome.by === 'token';
  const isByGrant = outcome.kind === 'opened' && outcome.by === 'grant';
  const isGrantFailing = grant !== undefined && since('grant') !== undefined;
  const needsRisk = isRiskRead(route, situation);
  const mustFail = isTooOld(since, needsRisk) || (isByGrant && isGrantFailing);
  const mayFail = isFailing(since, needsRisk) || (!isByToken && isGrantFailing);
  return [...(mustFail ? [] : [outcome]), ...(mayFail ? [FAULT] : [])];
}

/** The same of an exchange, which has nothing to give where grants cannot be written. */
export function exchangeOutcomes(
  outcome: ExchangeOutcome,
  { token, route }: { readonly token: Token; readonly route: string },
  situation: Situation,
  since: Since,
): readonly ExchangeOutcome[] {
  if (isInvalid(token, situation.now)) return [outcome];
  const isGiven = outcome.kind === 'grant';
  const isGrantFailing = since('grant') !== undefined;
  const needsRisk = isRiskRead(route, situation);
  // What no sign-in can meet needs no risk.
  const isPlainNo = outcome.kind === 'error' && outcome.error === 'invalid_target';
  const mustFail = isTooOld(since, needsRisk && !isPlainNo) || (isGiven && isGrantFailing);
  const mayFail = isFailing(since, needsRisk) || isGrantFailing;
  return [...(mustFail ? [] : [outcome]), ...(mayFail ? [FAULT] : [])];
}

function isRiskRead(route: string, situation: Situation): boolean {
  const policy = policyOf(route, situation);
  return policy !== undefined && readsRisk(policy);
}

/** What was read last of the policy, or of the risk, no longer counts. */
function isTooOld(since: Since, needsRisk: boolean): boolean {
  return (since('policy') ?? 0) > STALE_POLICY_BOUND || (needsRisk && (since('risk') ?? 0) > RISK_BOUND);
}

function isFailing(since: Since, needsRisk: boolean): boolean {
  return since('policy') !== undefined || (needsRisk && since('risk') !== undefined);
}
