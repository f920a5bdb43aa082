/** Decides an exchange: whether the route asks for step-up, for which path the grant is, and whether the token suffices. */
import { parameterNames } from '../../core/answer/bound-parameters.ts';
import { challengeSpent } from '../../core/decision/challenge.ts';
import { decideExchange, useOf } from '../../core/decision/decide.ts';
import type { Decided } from '../../core/decision/decide.ts';
import type { DecisionInput } from '../../core/decision/input.ts';
import type { PolicyLookup } from '../../core/policy/route-policy.ts';
import { mayAskForStepUp, mistakesIn } from '../../core/policy/rules.ts';
import { versionsAt } from '../../core/policy/versions.ts';
import { fetchDecisionInput } from './decision-input.ts';
import type { AccessRequest } from './decision-input.ts';
import type { ExchangeFetchers } from './fetchers.ts';

/** An exchange for a route. There is no request to that route yet, so no rule can read one. */
export interface ExchangeAccessRequest extends Omit<AccessRequest, 'request'> {
  /** The template of the route. */
  readonly template: string;
}

/**
 * `no_step_up`: the route has no usable policy, or the policy in force asks for no step-up. `path_missing`: a grant for this
 * route is for one path, and the caller named no path.
 */
export type ExchangeAccess =
  | { readonly kind: 'no_step_up' }
  | { readonly kind: 'path_missing' }
  | { readonly kind: 'decided'; readonly decided: Decided; readonly input: DecisionInput };

/** Decides under the version of the policy that is in force. Nothing is fetched for a route without step-up. */
export async function decideExchangeAccess(
  fetchers: ExchangeFetchers,
  { template, ...asked }: ExchangeAccessRequest,
  lookup: PolicyLookup,
  signal: AbortSignal,
): Promise<ExchangeAccess> {
  if (lookup.kind !== 'found') return { kind: 'no_step_up' };
  const { demands } = versionsAt(lookup.versions, fetchers.now()).current;
  if (mistakesIn(demands).length > 0 || !mayAskForStepUp(demands)) return { kind: 'no_step_up' };
  const request = { ...asked, request: undefined };
  const input = await fetchDecisionInput(fetchers, request, lookup, demands, signal);
  const decided = decideExchange(input);
  const { boundToPath } = decided.judged.requirement.grant;
  const needsPath = boundToPath && parameterNames(template).length > 0;
  if (needsPath && asked.boundParameters === '') return { kind: 'path_missing' };
  return { kind: 'decided', decided: await unlessSpent(fetchers, input, decided, signal), input };
}

/** A grant that is good once, from a sign-in whose one use is spent, would open nothing. */
async function unlessSpent(
  { isSpent }: ExchangeFetchers,
  input: DecisionInput,
  decided: Decided,
  signal: AbortSignal,
): Promise<Decided> {
  const use = decided.decision.kind === 'allow' ? useOf(input, decided.judged) : undefined;
  if (use === undefined || !(await isSpent(use, signal))) return decided;
  return { ...decided, decision: challengeSpent(input, decided.judged.requirement) };
}
