/** Judges one scenario by a policy, and compares the result with what the scenario expects. */
import type { TrustConfig } from '../../core/trust/trust-config.ts';
import type { ApiMethods } from '../protected-api.ts';
import { explain } from '../explain/explain.ts';
import type { Explanation } from '../explain/explanation.ts';
import { readPolicy } from '../explain/policy-reading.ts';
import type { PolicyItems } from '../explain/policy-reading.ts';
import { requireMoment } from '../moment.ts';
import { callerWith } from '../explain/written-claims.ts';
import { grantOf, WRITTEN_API } from '../explain/written-grant.ts';
import { readRequest } from '../explain/written-request.ts';
import { riskOf } from '../explain/written-risk.ts';
import type { Scenario, ScenarioExpectation } from './scenarios.ts';

/** What all scenarios of a run share. */
export interface Setting extends ApiMethods {
  readonly trust: TrustConfig;
  readonly base: string;
  /** Seconds since 1970. */
  readonly now: number;
}

type Values = Readonly<Record<string, string | readonly string[]>>;

/** The request of a scenario and its route. Throws an AdminRefusal if the API has no route for it, or an open one. */
export function routeOf({ request }: Scenario, api: ApiMethods) {
  const { method, path, query = {}, headers = {}, ip } = request;
  return readRequest({ method, path, query: pairsOf(query), headers: pairsOf(headers), ip }, api);
}

/** Judges a scenario by the policy of these items. */
export function explainScenario(
  scenario: Scenario,
  items: PolicyItems,
  setting: Setting,
): Promise<Explanation> {
  const { trust, base, now: started } = setting;
  const now = scenario.at === undefined ? started : requireMoment('at', scenario.at, started);
  const { request, path, template } = routeOf(scenario, setting);
  const caller = callerWith(scenario.claims, trust, { issuer: scenario.issuer, now });
  const { lookup } = readPolicy(items, request.method, template, trust.acr);
  const target = lookup.kind === 'found' ? lookup.target : '';
  return explain({
    trust,
    base,
    api: WRITTEN_API,
    template,
    path,
    request,
    items,
    caller,
    risk: riskOf(scenario.risk ?? {}, now, 'risk'),
    grant:
      scenario.grant === undefined
        ? { kind: 'none' }
        : grantOf(scenario.grant, caller, { target, vocabulary: trust.acr, now }),
    isSpent: () => Promise.resolve(scenario.grant?.spent ?? false),
    now,
  });
}

/** Every difference between an explanation and what the scenario expects, in words. */
export function differences(scenario: Scenario, explanation: Explanation): string[] {
  const expected: ScenarioExpectation =
    typeof scenario.expect === 'string' ? { decision: scenario.expect } : scenario.expect;
  const { decision, response } = explanation;
  const asked = response.from === 'gateway' ? challengeIn(response.body) : {};
  // A route that is closed by mistake is no success of a scenario that expects it to be closed.
  const closed = decision.reason === 'policy_missing' || decision.reason === 'policy_invalid';
  return [
    different('decision', expected.decision, decision.kind),
    closed && expected.reason === undefined
      ? `the route is closed by a mistake (${decision.reason ?? ''}), which has to be expected by its reason`
      : different('reason', expected.reason, decision.reason),
    different('acr_values', wordsOf(expected.acr_values), asked.acrValues),
    different('max_age', expected.max_age, asked.maxAge),
    different('opened_by', expected.opened_by, decision.openedBy),
  ].filter((one) => one !== undefined);
}

function different(
  name: string,
  expected: string | number | undefined,
  found: string | number | undefined,
): string | undefined {
  return expected === undefined || expected === found
    ? undefined
    : `${name}: expected ${expected}, found ${found ?? 'none'}`;
}

function wordsOf(words: string | readonly string[] | undefined): string | undefined {
  return typeof words === 'object' ? words.join(' ') : words;
}

/** What the client is asked for, read from the answer that it would get. */
function challengeIn(body: string): { readonly acrValues?: string; readonly maxAge?: number } {
  const parsed: unknown = JSON.parse(body);
  if (typeof parsed !== 'object' || parsed === null) return {};
  const members = new Map(Object.entries(parsed));
  const acrValues: unknown = members.get('acr_values');
  const maxAge: unknown = members.get('max_age');
  return {
    ...(typeof acrValues === 'string' ? { acrValues } : {}),
    ...(typeof maxAge === 'string' && maxAge !== '' ? { maxAge: Number(maxAge) } : {}),
  };
}

function pairsOf(values: Values): [string, string][] {
  return Object.entries(values).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, one]),
  );
}
