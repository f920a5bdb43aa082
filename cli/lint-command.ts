/** `step-up policy lint`: checks the policy table, or a file as if it were the table. */
import type { Command } from 'commander';
import { EXIT } from '../admin/command.ts';
import { readPolicyFile } from '../admin/files/policy-file.ts';
import { scanItems } from '../admin/policy/policy-table.ts';
import { progress } from '../admin/progress.ts';
import { globalOptions } from './program.ts';
import type { Connection, GlobalOptions, Runtime } from '../admin/command.ts';
import { lint } from '../admin/lint/lint.ts';
import type { Item } from '../admin/policy/item-fields.ts';
import type { Finding } from '../admin/lint/finding.ts';
import { reachableAcr } from '../admin/lint/reachable-acr.ts';
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
      const { of, findings } =
        file === undefined ? await lintTable(options, runtime) : await lintFile(file, options, runtime);
      report(findings, of, options, runtime);
      const { errors, warnings } = countOf(findings);
      const failed = errors > 0 || (options.strict === true && warnings > 0);
      runtime.exit(failed ? EXIT.invalid : EXIT.ok);
    });
}

interface Linted {
  /** For people: what was checked. */
  readonly of: string;
  readonly findings: readonly Finding[];
}

async function lintTable(options: LintOptions, runtime: Runtime): Promise<Linted> {
  const connection = await runtime.connect(options);
  const { policyTable, description } = connection;
  const findings = await findingsIn(itemsOfTable(connection, runtime), connection, runtime);
  return { of: `table ${policyTable} of ${description}`, findings };
}

async function lintFile(file: string, options: LintOptions, runtime: Runtime): Promise<Linted> {
  const items = readPolicyFile(runtime, file).then((read) => [...read.values()]);
  const [connection] = await Promise.all([runtime.connectForFiles(options), items]);
  return { of: file, findings: await findingsIn(items, connection, runtime) };
}

async function findingsIn(
  reading: Promise<Item[]>,
  { trust, routes }: Pick<Connection, 'trust' | 'routes'>,
  { inform, now }: Runtime,
): Promise<readonly Finding[]> {
  const [items, announced] = await Promise.all([reading, reachableAcr(trust.issuers)]);
  if (routes === undefined)
    inform(
      'The methods of the API are not known: lint does not check whether routes and methods belong together.',
    );
  const unknown = trust.issuers.filter(({ issuer }) => !announced.has(issuer));
  for (const { issuer } of unknown)
    inform(
      `${issuer} publishes no acr_values_supported, or cannot be reached: lint uses its mapping in the trust config alone.`,
    );
  return lint({ items, trust, routes, reachableAcr: announced, now: now() }, (done, total) => {
    if (total >= WORTH_PROGRESS * 2) inform(`${Math.floor((done / total) * 100)} % checked`);
  });
}

async function itemsOfTable(connection: Connection, runtime: Runtime): Promise<Item[]> {
  const items: Item[] = [];
  const report = progress(runtime, 'items read');
  for await (const page of scanItems(connection)) {
    items.push(...page.map(({ fields }) => fields));
    report(items.length);
  }
  return items;
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
