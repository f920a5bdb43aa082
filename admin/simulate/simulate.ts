/** Tests policy with scenarios: the policy in force, or one that is not applied yet. */
import { isDeepStrictEqual } from 'node:util';
import { baseOf } from '../explain/base.ts';
import { isTemplate, pathAndQuery } from '../explain/written-request.ts';
import type { PolicyItems } from '../explain/policy-reading.ts';
import { policyItemsFor } from '../explain/tables.ts';
import type { Verdict } from '../explain/verdict.ts';
import type { ApiMethods, Connection, TrustAlone } from '../protected-api.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import { problemsIn, routesIn } from './proposed-policy.ts';
import { differences, explainScenario, routeOf } from './run-scenario.ts';
import type { Setting } from './run-scenario.ts';
import type { Scenario } from './scenarios.ts';

/** The result of a scenario. `inTable`: the decision by the policy in force, if another policy was tested. */
export interface ScenarioResult {
  readonly name: string;
  readonly decision: Verdict;
  /** How the explanation differs from what the scenario expects. */
  readonly problems: readonly string[];
  readonly inTable?: Verdict;
  /** Whether the tested policy decides otherwise than the policy in force. */
  readonly changed: boolean;
}

export interface Simulation {
  readonly results: readonly ScenarioResult[];
  /** The mistakes of the tested policy, where it is not the policy in force. */
  readonly policyProblems: readonly string[];
  /** Whether the results were compared with the policy in force. */
  readonly compared: boolean;
}

export interface SimulationRequest {
  readonly scenarios: readonly Scenario[];
  /** Seconds since 1970, for scenarios without a time. */
  readonly now: number;
}

/** Runs scenarios against the policy in force. Refuses as `explainRequest`, with the name of the scenario. */
export async function simulate(
  connection: Connection,
  { scenarios, now }: SimulationRequest,
): Promise<Simulation> {
  const setting = settingOf(connection, connection, now);
  const results = await eachNamed(scenarios, async (scenario) => {
    const items = await itemsFor(scenario, setting, connection);
    return { ...(await resultOf(scenario, items, setting)), changed: false };
  });
  return { results, policyProblems: [], compared: false };
}

/** Runs scenarios against `policy`, and compares with the policy in force where there is a table. */
export async function simulateAgainst(
  api: Connection | TrustAlone,
  { scenarios, now, policy }: SimulationRequest & { readonly policy: PolicyItems },
): Promise<Simulation> {
  const setting = settingOf(api, methodsOf(api, scenarios, policy), now);
  const results = await eachNamed(scenarios, async (scenario): Promise<ScenarioResult> => {
    const result = await resultOf(scenario, policy, setting);
    if (!hasTable(api)) return { ...result, changed: false };
    const table = await itemsFor(scenario, setting, api);
    const { decision: inTable } = await explainScenario(scenario, table, setting);
    return { ...result, inTable, changed: !isDeepStrictEqual(inTable, result.decision) };
  });
  const mistakes = problemsIn(policy, api.trust.acr);
  return {
    results,
    policyProblems: mistakes.map(({ field, message }) => `${field}: ${message}`),
    compared: hasTable(api),
  };
}

/** Where no API is named: the routes that the policy has, and the templates that scenarios have for their path. */
function methodsOf(
  api: Connection | TrustAlone,
  scenarios: readonly Scenario[],
  policy: PolicyItems,
): ApiMethods {
  if (api.routes !== undefined) return api;
  const templates = scenarios.map(({ request }) => pathAndQuery(request.path).path).filter(isTemplate);
  return { routes: [...routesIn(policy), ...templates.map((template) => ({ method: 'ANY', template }))] };
}

function hasTable(api: Connection | TrustAlone): api is Connection {
  return 'policyTable' in api;
}

function settingOf(
  { trust, baseUrl }: Pick<Connection, 'trust' | 'baseUrl'>,
  { routes, otherMethods = [] }: ApiMethods,
  now: number,
): Setting {
  return { trust, base: baseOf({ trust, baseUrl }), routes, otherMethods, now };
}

function itemsFor(scenario: Scenario, setting: Setting, connection: Connection): Promise<PolicyItems> {
  const { request, template } = routeOf(scenario, setting);
  return policyItemsFor(connection, request.method, template);
}

async function resultOf(scenario: Scenario, items: PolicyItems, setting: Setting) {
  const explanation = await explainScenario(scenario, items, setting);
  return {
    name: scenario.name,
    decision: explanation.decision,
    problems: differences(scenario, explanation),
  };
}

/** One scenario after the other. A refusal names its scenario. */
async function eachNamed(
  scenarios: readonly Scenario[],
  run: (scenario: Scenario) => Promise<ScenarioResult>,
): Promise<readonly ScenarioResult[]> {
  const results: ScenarioResult[] = [];
  for (const scenario of scenarios) {
    try {
      results.push(await run(scenario));
    } catch (error) {
      if (!(error instanceof AdminRefusal)) throw error;
      const message = `Scenario "${scenario.name}": ${error.message}`;
      throw new AdminRefusal(
        error.code,
        message,
        { ...error.facts, scenario: scenario.name },
        { cause: error },
      );
    }
  }
  return results;
}
