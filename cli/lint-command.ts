/** `step-up policy lint`: checks the policy table, or a file as if it were the table. */
import type { Command } from 'commander';
import { EXIT } from '../admin/refusals/codes.ts';
import type { LintedPolicies, LintRequest } from '../admin/lint/lint-policies.ts';
import { valueOf } from '../admin/use-case.ts';
import { readPolicyFile } from './policy-input.ts';
import { progress } from './progress.ts';
import { globalOptions } from './program.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';
import type { Finding } from '../admin/lint/finding.ts';
import { countOf, reportLines } from './lint-report.ts';

interface LintFlags {
  readonly file?: string;
  readonly strict?: boolean;
}

type LintOptions = GlobalOptions & LintFlags;

/** Smaller tables are checked too quickly for a report of progress. In items. */
const WORTH_PROGRESS = 5_000;

/** Adds `lint` to `step-up policy`. Exits with 3 if there are errors, with `--strict` also for warnings. */
export function addLintCommand(policy: Command, runtime: Runtime): void {
  policy
    .command('lint')
    .description('find mistakes in the policy table, or in a file')
    .option('--file <file>', 'look at this YAML or JSON file as if it were the whole table')
    .option('--strict', 'exit with 3 for warnings too')
    .action(async (flags: LintFlags, command: Command) => {
      const options = { ...globalOptions(command), ...flags };
      const { file } = flags;
      const { of, linted } =
        file === undefined ? await lintTable(options, runtime) : await lintFile(file, options, runtime);
      tellLimits(linted, runtime);
      const { findings } = linted;
      report(findings, of, options, runtime);
      const { errors, warnings } = countOf(findings);
      const failed = errors > 0 || (options.strict === true && warnings > 0);
      runtime.exit(failed ? EXIT.invalid : EXIT.ok);
    });
}

interface Linted {
  /** For people: what was checked. */
  readonly of: string;
  readonly linted: LintedPolicies;
}

async function lintTable(options: LintOptions, runtime: Runtime): Promise<Linted> {
  const connection = await runtime.connect(options);
  const linted = valueOf(await runtime.admin.lintTable(connection, requestOf(runtime)));
  return { of: `the policies of ${connection.description}`, linted };
}

async function lintFile(file: string, options: LintOptions, runtime: Runtime): Promise<Linted> {
  const [connection, items] = await Promise.all([
    runtime.connectForFiles(options),
    readPolicyFile(runtime, file),
  ]);
  const request = { ...requestOf(runtime), items: [...items.values()] };
  return { of: file, linted: valueOf(await runtime.admin.lintItems(connection, request)) };
}

function requestOf(runtime: Runtime): LintRequest {
  return {
    now: runtime.now(),
    onRead: progress(runtime, 'items read'),
    onChecked: (done, total) => {
      if (total >= WORTH_PROGRESS * 2) runtime.inform(`${Math.floor((done / total) * 100)} % checked`);
    },
  };
}

function tellLimits({ routesKnown, silentIssuers }: LintedPolicies, { inform }: Runtime): void {
  if (!routesKnown)
    inform(
      'The methods of the API are not known: lint does not check whether routes and methods belong together.',
    );
  for (const issuer of silentIssuers)
    inform(
      `${issuer} publishes no acr_values_supported, or cannot be reached: lint uses its mapping in the trust config alone.`,
    );
}

function report(findings: readonly Finding[], of: string, { json }: LintOptions, { print }: Runtime): void {
  const count = countOf(findings);
  if (json === true) {
    print(JSON.stringify({ ...count, findings }));
    return;
  }
  for (const line of reportLines(findings)) print(line);
  print(`${count.errors} errors, ${count.warnings} warnings in ${of}`);
}
