/**
 * The reference: what may be answered while tables cannot be read, written from docs/security.md. Nothing opens that could
 * not be judged; the policy that was read last stays in force for a time.
 */
import type { ExchangeOutcome } from './exchange.ts';
import type { Grant, Outcome } from './outcomes.ts';
import { askedBy, asksForStepUp, policyOf } from './policy.ts';
import type { Situation } from './policy.ts';

export type Table = 'policy' | 'risk' | 'grant';

/** Since when each of these tables cannot be read and written, in seconds. */
export type Failing = ReadonlyMap<Table, number>;

const FAULT = { kind: 'fault' } as const;
/** In seconds. */
const RISK_BOUND = 5;

/** `since`: how long the table fails, by the clock of the reference; undefined where it does not. */
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
  const isOpened = outcome.kind === 'opened';
  const needsRisk = isOpened && (since('risk') ?? 0) > RISK_BOUND && asksInAnyCase(route, situation);
  const needsGrant = isOpened && outcome.by === 'grant' && since('grant') !== undefined;
  const mayFail =
    since('policy') !== undefined ||
    since('risk') !== undefined ||
    (grant !== undefined && since('grant') !== undefined);
  return [...(needsRisk || needsGrant ? [] : [outcome]), ...(mayFail ? [FAULT] : [])];
}

/** The same of an exchange, which has nothing to give where grants cannot be written. */
export function exchangeOutcomes(
  outcome: ExchangeOutcome,
  route: string,
  situation: Situation,
  since: Since,
): readonly ExchangeOutcome[] {
  if (outcome.kind === 'error' && outcome.error === 'invalid_request') return [outcome];
  const isGiven = outcome.kind === 'grant';
  const needsRisk = isGiven && (since('risk') ?? 0) > RISK_BOUND && asksInAnyCase(route, situation);
  const needsGrant = isGiven && since('grant') !== undefined;
  const mayFail = (['policy', 'risk', 'grant'] as const).some((table) => since(table) !== undefined);
  return [...(needsRisk || needsGrant ? [] : [outcome]), ...(mayFail ? [FAULT] : [])];
}

function asksInAnyCase(route: string, situation: Situation): boolean {
  const policy = policyOf(route, situation);
  return policy !== undefined && asksForStepUp(askedBy(policy.base, policy.closed));
}
