/** `step-up simulate`: scenarios as a test suite for policy. */
import type { Command } from 'commander';
import { CommandError, EXIT } from './command.ts';
import type { Connection, ExitCode, GlobalOptions, Runtime } from './command.ts';
import { readForm, readText } from './explain/documents.ts';
import { baseOf } from './explain/base.ts';
import type { Explanation } from './explain/explanation.ts';
import type { PolicyItems } from './explain/policy-reading.ts';
import { verdictText } from './explain/report.ts';
import { policyItemsFor } from './explain/tables.ts';
import { readPolicyFile } from './policy-file.ts';
import { problemsIn, routesIn } from './simulate/proposed-policy.ts';
import { differences, explainScenario, routeOf } from './simulate/run-scenario.ts';
import type { Setting } from './simulate/run-scenario.ts';
import { scenarioFile } from './simulate/scenarios.ts';
import type { Scenario } from './simulate/scenarios.ts';

interface Options extends GlobalOptions {
  readonly against?: string;
}

/** What became of a scenario. `inTable`: the decision under the policy in force, where that is not what was judged. */
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
      'Judges the scenarios of a file, in YAML or JSON, by the policy in force, and tells which do not come out as ' +
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
  const connection = await runtime.connect(options);
  const { against } = options;
  const proposed = against === undefined ? undefined : await readPolicyFile(runtime, against);
  const setting: Setting = {
    trust: connection.trust,
    base: baseOf(connection),
    routes: connection.routes ?? (proposed === undefined ? undefined : routesIn(proposed)),
    now: runtime.now(),
  };
  const results: Result[] = [];
  for (const scenario of scenarios)
    results.push(await named(scenario, () => resultOf(scenario, setting, connection, proposed)));
  const problems = problemsIn(proposed ?? new Map(), connection.trust.acr).map(
    ({ path, message }) => `${path}: ${message}`,
  );
  const failed = results.filter((result) => result.problems.length > 0);
  if (options.json === true)
    runtime.print(
      JSON.stringify({ ok: failed.length === 0, policyProblems: problems, results }, undefined, 2),
    );
  else for (const line of reportOf(results, problems, against)) runtime.print(line);
  runtime.exit(exitCodeOf(failed, problems));
}

async function resultOf(
  scenario: Scenario,
  setting: Setting,
  connection: Connection,
  proposed: PolicyItems | undefined,
): Promise<Result> {
  const { request, template } = routeOf(scenario, setting);
  const table = await policyItemsFor(connection, request.method, template);
  const explanation = explainScenario(scenario, proposed ?? table, setting);
  const { decision } = explanation;
  const result = { name: scenario.name, decision, problems: differences(scenario, explanation) };
  if (proposed === undefined) return { ...result, changed: false };
  const inTable = explainScenario(scenario, table, setting).decision;
  return { ...result, inTable, changed: verdictText(inTable) !== verdictText(decision) };
}

/** Says which scenario it is that cannot be judged. */
async function named<Value>({ name }: Scenario, judge: () => Promise<Value>): Promise<Value> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    throw new CommandError(`Scenario "${name}": ${error.message}`, error.exitCode, { cause: error });
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
  problems: readonly string[],
  against: string | undefined,
): string[] {
  const failed = results.filter((result) => result.problems.length > 0).length;
  const changed = results.filter((result) => result.changed).length;
  return [
    ...problems.map((problem) => `INVALID  ${against ?? ''}: ${problem}`),
    ...results.flatMap(resultLines),
    '',
    `${results.length - failed} of ${results.length} scenarios as expected` +
      (against === undefined ? '.' : `; ${changed} would change against the policy in force.`),
  ];
}

function resultLines({ name, decision, problems, inTable, changed }: Result): string[] {
  return [
    `${problems.length === 0 ? 'ok      ' : 'NOT OK  '} ${name}: ${verdictText(decision)}`,
    ...problems.map((problem) => `           ${problem}`),
    ...(changed && inTable !== undefined ? [`           would change: today ${verdictText(inTable)}`] : []),
  ];
}
