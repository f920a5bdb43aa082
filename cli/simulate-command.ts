/** `step-up simulate`: scenarios as a test suite for policy. */
import type { Command } from 'commander';
import { AdminRefusal } from '../admin/refusal.ts';
import { EXIT } from '../admin/refusal-codes.ts';
import type { Connection, TrustAlone } from '../admin/protected-api.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';
import type { ExitCode } from '../admin/refusal-codes.ts';
import { readForm, readText } from '../admin/files/documents.ts';
import { baseOf } from '../admin/explain/base.ts';
import type { Explanation } from '../admin/explain/explanation.ts';
import type { PolicyItems } from '../admin/explain/policy-reading.ts';
import { verdictText } from './explain-report.ts';
import { policyItemsFor } from '../admin/explain/tables.ts';
import { readPolicyFile } from './policy-input.ts';
import { problemsIn, routesIn } from '../admin/simulate/proposed-policy.ts';
import { differences, explainScenario, routeOf } from '../admin/simulate/run-scenario.ts';
import type { Setting } from '../admin/simulate/run-scenario.ts';
import { scenarioFile } from '../admin/simulate/scenarios.ts';
import type { Scenario } from '../admin/simulate/scenarios.ts';

interface Options extends GlobalOptions {
  readonly against?: string;
}

/** The result of a scenario. `inTable`: the decision by the policy in force, if another policy was judged. */
interface Result {
  readonly name: string;
  readonly decision: Explanation['decision'];
  readonly problems: readonly string[];
  readonly inTable?: Explanation['decision'];
  readonly changed: boolean;
}

/** Adds the command. Exit codes: 0 all as expected, 2 not all, 3 the policy is invalid. */
export function addSimulateCommand(program: Command, runtime: Runtime): void {
  program
    .command('simulate')
    .summary('test policy with scenarios')
    .description(
      'Judges the scenarios of a file, in YAML or JSON, by the policy in force, and tells which decisions are not as ' +
        'expected. With --against, by a policy that is not applied yet: then it also tells what would change.',
    )
    .argument('<file>', 'scenarios: request, claims, risk, time, and the expected decision')
    .option('--against <policy file>', 'judge by the whole policy in this file instead')
    .action(async (file: string, _: unknown, command: Command) => {
      await run(file, command.optsWithGlobals<Options>(), runtime);
    });
}

async function run(file: string, options: Options, runtime: Runtime): Promise<void> {
  const { scenarios } = readForm(scenarioFile, readText(file), file);
  const { against } = options;
  const tested = await (against === undefined
    ? policyInForce(options, runtime)
    : policyInFile(against, options, runtime));
  const results: Result[] = [];
  for (const scenario of scenarios) results.push(await named(scenario, () => tested.simulate(scenario)));
  const failed = results.filter((result) => result.problems.length > 0);
  if (options.json === true)
    runtime.print(
      JSON.stringify({ ok: failed.length === 0, policyProblems: tested.problems, results }, undefined, 2),
    );
  else for (const line of reportOf(results, tested, against)) runtime.print(line);
  runtime.exit(exitCodeOf(failed, tested.problems));
}

/** The policy that scenarios are run against. */
interface TestedPolicy {
  readonly simulate: (scenario: Scenario) => Promise<Result>;
  /** The mistakes in the policy, if it is a file. */
  readonly problems: readonly string[];
  /** Whether results tell what would change from the policy in force. */
  readonly compares: boolean;
}

async function policyInForce(options: Options, runtime: Runtime): Promise<TestedPolicy> {
  const connection = await runtime.connect(options);
  const setting = settingOf(connection, connection.routes, runtime);
  const simulate = async (scenario: Scenario) => {
    const items = await itemsFor(scenario, setting, connection);
    const explanation = await explainScenario(scenario, items, setting);
    return { ...resultOf(scenario, explanation), changed: false };
  };
  return { simulate, problems: [], compares: false };
}

async function policyInFile(against: string, options: Options, runtime: Runtime): Promise<TestedPolicy> {
  const proposed = await readPolicyFile(runtime, against);
  const connection = await runtime.connectForFiles(options);
  const setting = settingOf(connection, connection.routes ?? routesIn(proposed), runtime);
  const simulate = async (scenario: Scenario) => {
    const result = resultOf(scenario, await explainScenario(scenario, proposed, setting));
    if (!hasTable(connection)) return { ...result, changed: false };
    const table = await itemsFor(scenario, setting, connection);
    const { decision: inTable } = await explainScenario(scenario, table, setting);
    return { ...result, inTable, changed: verdictText(inTable) !== verdictText(result.decision) };
  };
  const problems = problemsIn(proposed, connection.trust.acr).map(
    ({ field, message }) => `${field}: ${message}`,
  );
  return { simulate, problems, compares: hasTable(connection) };
}

function hasTable(connection: Connection | TrustAlone): connection is Connection {
  return 'policyTable' in connection;
}

function settingOf(
  { trust, baseUrl }: Pick<Connection, 'trust' | 'baseUrl'>,
  routes: Setting['routes'],
  { now }: Runtime,
): Setting {
  return { trust, base: baseOf({ trust, baseUrl }), routes, now: now() };
}

function itemsFor(scenario: Scenario, setting: Setting, connection: Connection): Promise<PolicyItems> {
  const { request, template } = routeOf(scenario, setting);
  return policyItemsFor(connection, request.method, template);
}

function resultOf(scenario: Scenario, explanation: Explanation) {
  return {
    name: scenario.name,
    decision: explanation.decision,
    problems: differences(scenario, explanation),
  };
}

/** Names the scenario in an error. */
async function named<Value>({ name }: Scenario, simulate: () => Promise<Value>): Promise<Value> {
  try {
    return await simulate();
  } catch (error) {
    if (!(error instanceof AdminRefusal)) throw error;
    throw new AdminRefusal(error.code, `Scenario "${name}": ${error.message}`, error.facts, { cause: error });
  }
}

function exitCodeOf(failed: readonly Result[], problems: readonly string[]): ExitCode {
  const closed = failed.some(({ decision: { reason = '' } }) =>
    ['policy_invalid', 'policy_missing'].includes(reason),
  );
  if (problems.length > 0 || closed) return EXIT.invalid;
  return failed.length === 0 ? EXIT.ok : EXIT.no;
}

function reportOf(
  results: readonly Result[],
  { problems, compares }: TestedPolicy,
  against: string | undefined,
): string[] {
  const failed = results.filter((result) => result.problems.length > 0).length;
  const changed = results.filter((result) => result.changed).length;
  return [
    ...problems.map((problem) => `INVALID  ${against ?? ''}: ${problem}`),
    ...results.flatMap(resultLines),
    '',
    `${results.length - failed} of ${results.length} scenarios as expected` +
      (compares ? `; ${changed} would change against the policy in force.` : '.'),
  ];
}

function resultLines({ name, decision, problems, inTable, changed }: Result): string[] {
  return [
    `${problems.length === 0 ? 'ok      ' : 'NOT OK  '} ${name}: ${verdictText(decision)}`,
    ...problems.map((problem) => `           ${problem}`),
    ...(changed && inTable !== undefined ? [`           would change: today ${verdictText(inTable)}`] : []),
  ];
}
