/** Policy as the console shows it: what the CLI lists, finds, would change and writes. */
import * as v from 'valibot';
import { jsonOf } from './cli.ts';
import type { Cli, CliAnswer } from './cli.ts';

/** A policy that may be written: what is wrong with it, and what it would change. */
export interface PolicyReview {
  /** What keeps it from being written: mistakes, or that it asks for less. */
  readonly refusal: string | undefined;
  /** The refusal is only that it lets through who was refused before. */
  readonly loosens: boolean;
  readonly findings: readonly Finding[];
  /** Lines of a unified difference. */
  readonly difference: readonly string[];
}

const finding = v.looseObject({
  severity: v.string(),
  route: v.string(),
  rule: v.string(),
  message: v.string(),
});
type Finding = v.InferOutput<typeof finding>;

const findings = v.union([
  v.array(finding),
  v.pipe(
    v.object({ findings: v.array(finding) }),
    v.transform((answer) => answer.findings),
  ),
]);

/** What the CLI keeps of who wrote when: nobody edits it. */
const RECORDS = /^(route|updatedAt|updatedBy): .*\n/gm;

const item = v.looseObject({ route: v.string() });
const table = v.array(item);

const failure = v.object({ error: v.string() });

export interface PolicyDesk {
  readonly list: () => Promise<unknown>;
  /** The fields of an item as YAML, with its version. */
  readonly text: (route: string) => Promise<string>;
  readonly review: (route: string, fields: string) => Promise<PolicyReview>;
  /** Returns why not, when it is not written. */
  readonly write: (route: string, fields: string, loosen: boolean) => Promise<string | undefined>;
  readonly remove: (route: string) => Promise<string | undefined>;
  readonly history: (route: string) => Promise<unknown>;
  readonly explain: (args: readonly string[]) => Promise<unknown>;
  /** What would become of scenarios, were the item so. `suite` is a scenario file. */
  readonly whatIf: (route: string, fields: string, suite: string) => Promise<unknown>;
}

export function createPolicyDesk(cli: Cli, inFile: InFile): PolicyDesk {
  const othersThan = async (route: string) =>
    v.parse(table, jsonOf(await cli(['policy', 'list', '--json']))).filter((one) => one.route !== route);
  return {
    list: async () => jsonOf(await cli(['policy', 'list', '--json'])),
    text: async (route) => {
      const answer = await cli(['policy', 'get', route]);
      if (answer.exitCode !== 0) throw new Error(complaint(answer));
      return answer.output.replace(RECORDS, '');
    },
    review: async (route, fields) => {
      const others = v
        .parse(table, jsonOf(await cli(['policy', 'list', '--json'])))
        .filter((item) => item.route !== route);
      return inFile(policyFile(route, fields, []), async (file) => {
        const [difference, attempt, linted] = await Promise.all([
          cli(['policy', 'diff', file, '--no-prune']),
          // Nobody is there to say yes: it judges the change, and makes none.
          cli(['policy', 'apply', file, '--json']),
          inFile(policyFile(route, fields, others), (whole) =>
            cli(['policy', 'lint', '--file', whole, '--json']),
          ),
        ]);
        const refusal = failureOf(attempt);
        return {
          refusal: refusal?.includes('there was no yes') === true ? undefined : refusal,
          loosens: attempt.exitCode === 2 && refusal?.includes('--loosen') === true,
          findings: findingsOf(linted).filter((one) => one.route === route),
          difference: difference.output.split('\n').filter((line) => line !== ''),
        };
      });
    },
    write: async (route, fields, loosen) => {
      const args = ['policy', 'put', route, '--file', '-', '--json', '--by', 'console'];
      return failureOf(await cli([...args, ...(loosen ? ['--loosen'] : [])], fields));
    },
    remove: async (route) =>
      failureOf(await cli(['policy', 'delete', route, '--loosen', '--json', '--by', 'console'])),
    history: async (route) => jsonOf(await cli(['policy', 'history', route, '--json'])),
    explain: async (args) => jsonOf(await cli(['explain', ...args, '--json'])),
    whatIf: async (route, fields, suite) => {
      const whole = policyFile(route, fields, await othersThan(route));
      return inFile(suite, (suiteFile) =>
        inFile(whole, async (file) =>
          jsonOf(await cli(['simulate', suiteFile, '--against', file, '--json'])),
        ),
      );
    },
  };
}

/** Gives a command a file with this text, which goes when it has ended. */
export type InFile = <T>(text: string, use: (file: string) => Promise<T>) => Promise<T>;

/** A policy file with the item that is edited, in YAML or JSON, and others. */
function policyFile(route: string, fields: string, others: readonly v.InferOutput<typeof item>[]): string {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), fields);
  const edited = json.success
    ? JSON.stringify({ ...json.output, route })
    : [`route: ${JSON.stringify(route)}`, ...fields.split('\n')].join('\n  ');
  return [edited, ...others.map((one) => JSON.stringify(one))].map((one) => `- ${one}\n`).join('');
}

function findingsOf(answer: CliAnswer): readonly Finding[] {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), findings), answer.output);
  return parsed.success ? parsed.output : [];
}

function failureOf(answer: CliAnswer): string | undefined {
  return answer.exitCode === 0 ? undefined : complaint(answer);
}

function complaint({ output, complaints }: CliAnswer): string {
  const parsed = v.safeParse(v.pipe(v.string(), v.parseJson(), failure), output);
  return parsed.success ? parsed.output.error : complaints.replace(/^error: /, '').trim();
}
