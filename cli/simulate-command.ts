/** `step-up simulate`: scenarios as a test suite for policy. */
import type { Command } from 'commander';
import { readForm, readText } from '../admin/files/documents.ts';
import { EXIT } from '../admin/refusals/codes.ts';
import type { ExitCode } from '../admin/refusals/codes.ts';
import { scenarioFile } from '../admin/simulate/scenarios.ts';
import type { Scenario } from '../admin/simulate/scenarios.ts';
import type { ScenarioResult, Simulation } from '../admin/simulate/simulate.ts';
import { valueOf } from '../admin/use-case.ts';
import { differenceLines, verdictText } from './explain/explain-report.ts';
import { readPolicyFile } from './policy-input.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';

interface Options extends GlobalOptions {
  readonly against?: string;
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
  const simulation = await simulated(scenarios, options, runtime);
  const { results, policyProblems } = simulation;
  const failed = results.filter((result) => result.problems.length > 0);
  if (options.json === true)
    runtime.print(JSON.stringify({ ok: failed.length === 0, policyProblems, results }, undefined, 2));
  else for (const line of reportOf(simulation, options.against)) runtime.print(line);
  runtime.exit(exitCodeOf(failed, policyProblems));
}

async function simulated(
  scenarios: readonly Scenario[],
  options: Options,
  runtime: Runtime,
): Promise<Simulation> {
  const request = { scenarios, now: runtime.now() };
  const { against } = options;
  if (against === undefined) {
    const connection = await runtime.connect(options);
    return valueOf(await runtime.admin.simulate(connection, request));
  }
  const policy = await readPolicyFile(runtime, against);
  const api = await runtime.connectForFiles(options);
  return valueOf(await runtime.admin.simulateAgainst(api, { ...request, policy }));
}

function exitCodeOf(failed: readonly ScenarioResult[], problems: readonly string[]): ExitCode {
  const closed = failed.some(({ decision: { reason = '' } }) =>
    ['policy_invalid', 'policy_missing'].includes(reason),
  );
  if (problems.length > 0 || closed) return EXIT.invalid;
  return failed.length === 0 ? EXIT.ok : EXIT.no;
}

function reportOf({ results, policyProblems, compared }: Simulation, against: string | undefined): string[] {
  const failed = results.filter((result) => result.problems.length > 0).length;
  const changed = results.filter((result) => result.changed).length;
  return [
    ...policyProblems.map((problem) => `INVALID  ${against ?? ''}: ${problem}`),
    ...results.flatMap(resultLines),
    '',
    `${results.length - failed} of ${results.length} scenarios as expected` +
      (compared ? `; ${changed} would change against the policy in force.` : '.'),
  ];
}

function resultLines({ name, decision, problems, inTable, changed }: ScenarioResult): string[] {
  return [
    `${problems.length === 0 ? 'ok      ' : 'NOT OK  '} ${name}: ${verdictText(decision)}`,
    ...problems.map((problem) => `           ${problem}`),
    ...(changed && inTable !== undefined ? [`           would change: today ${verdictText(inTable)}`] : []),
    ...differenceLines(decision).map((line) => `           ${line}`),
  ];
}
