/** Policy as the console shows it: what the CLI lists, finds, would change and writes. */
import * as v from 'valibot';
import { jsonOf } from './cli.ts';
import type { Cli, CliAnswer } from './cli.ts';

/** A policy that may be written: what is wrong with it, and what it would change. */
export interface PolicyReview {
  /** What keeps it from being written: mistakes, or that it asks for less. */
  readonly refusal: string | undefined;
  readonly findings: readonly Finding[];
  /** Lines of a unified difference. */
  readonly difference: readonly string[];
}

const finding = v.looseObject({ severity: v.string(), route: v.string(), rule: v.string(), message: v.string() });
type Finding = v.InferOutput<typeof finding>;

const findings = v.union([
  v.array(finding),
  v.pipe(
    v.object({ findings: v.array(finding) }),
    v.transform((answer) => answer.findings),
  ),
]);

const failure = v.object({ error: v.string() });

export interface PolicyDesk {
  readonly list: () => Promise<unknown>;
  readonly review: (route: string, fields: string) => Promise<PolicyReview>;
  /** Returns why not, when it is not written. */
  readonly write: (route: string, fields: string, loosen: boolean) => Promise<string | undefined>;
  readonly remove: (route: string) => Promise<string | undefined>;
  readonly history: (route: string) => Promise<unknown>;
  readonly explain: (args: readonly string[]) => Promise<unknown>;
  /** `suite` are the recent calls as scenarios, `policy` a policy file. */
  readonly whatIf: (suite: string, policy: string) => Promise<unknown>;
}

export function createPolicyDesk(cli: Cli, inFile: InFile): PolicyDesk {
  return {
    list: async () => jsonOf(await cli(['policy', 'list', '--json'])),
    review: (route, fields) =>
      inFile(policyFile(route, fields), async (file) => {
        const [difference, linted] = await Promise.all([
          cli(['policy', 'diff', file, '--no-prune']),
          cli(['policy', 'lint', file, '--json']),
        ]);
        const differs = difference.exitCode === 0 || difference.exitCode === 2;
        return {
          refusal: differs ? undefined : complaint(difference),
          findings: findingsOf(linted).filter((one) => one.route === route),
          difference: differs ? difference.output.split('\n').filter((line) => line !== '') : [],
        };
      }),
    write: async (route, fields, loosen) => {
      const args = ['policy', 'put', route, '--file', '-', '--json', '--by', 'console'];
      return failureOf(await cli([...args, ...(loosen ? ['--loosen'] : [])], fields));
    },
    remove: async (route) =>
      failureOf(await cli(['policy', 'delete', route, '--loosen', '--json', '--by', 'console'])),
    history: async (route) => jsonOf(await cli(['policy', 'history', route, '--json'])),
    explain: async (args) => jsonOf(await cli(['explain', ...args, '--json'])),
    whatIf: (suite, policy) =>
      inFile(suite, (suiteFile) =>
        inFile(policy, async (policyFile) =>
          jsonOf(await cli(['simulate', suiteFile, '--against', policyFile, '--json'])),
        ),
      ),
  };
}

/** Gives a command a file with this text, which goes when it has ended. */
export type InFile = <T>(text: string, use: (file: string) => Promise<T>) => Promise<T>;

/** A policy file with one item. Indented lines stay YAML, and JSON is YAML as it is. */
function policyFile(route: string, fields: string): string {
  const indented = fields
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  return `${JSON.stringify(route)}:\n${indented}\n`;
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
