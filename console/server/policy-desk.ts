/** Policy for the console, through the command line: list, review, write, explain and what-if. */
import { createHash } from 'node:crypto';
import * as v from 'valibot';
import { canonical } from '../../core/canonical.ts';
import { jsonOf, named } from './cli.ts';
import type { Cli } from './cli.ts';
import { historyOf } from './policy-history.ts';
import type { PolicyHistory } from './policy-history.ts';
import { failureOf, reviewOf } from './policy-review.ts';
import type { PolicyReview } from './policy-review.ts';

/** Fields that the command line writes itself: they are not shown in the editor. */
const RECORDS = /^(route|updatedAt|updatedBy):.*\n(?: .*\n|\n)*/gm;

const itemSchema = v.looseObject({ route: v.string() });
type Item = v.InferOutput<typeof itemSchema>;

/** The text of an item, and the stamp of the item in the table when the text was read. A write names that stamp. */
export interface Seen {
  readonly text: string;
  /** Hash of the item in the table; the same for every item that does not exist. */
  readonly stamp: string;
}

/** The result of a write. `changed`: the item in the table is not the one that was read, and nothing was written. */
export type Written =
  | { readonly kind: 'written' }
  | { readonly kind: 'changed' }
  | { readonly kind: 'refused'; readonly problem: string };

export interface PolicyDesk {
  readonly list: () => Promise<unknown>;
  /** The fields of an item as YAML, with its version; empty when it does not exist. */
  readonly text: (route: string) => Promise<Seen>;
  readonly review: (route: string, fields: string) => Promise<PolicyReview & { readonly stamp: string }>;
  readonly reviewRemoval: (route: string) => Promise<PolicyReview & { readonly stamp: string }>;
  readonly write: (route: string, seen: Seen, loosen: boolean) => Promise<Written>;
  readonly remove: (route: string, stamp: string, loosen: boolean) => Promise<Written>;
  readonly history: (route: string) => Promise<PolicyHistory>;
  /** Token and grant are given on standard input: other users of the machine can see the arguments of a process. */
  readonly explain: (method: string, path: string, secrets: Secrets) => Promise<unknown>;
  /** The decisions on scenarios if the item had these fields. `suite` is the text of a scenario file. */
  readonly whatIf: (route: string, fields: string, suite: string) => Promise<unknown>;
}

export interface Secrets {
  readonly token?: string | undefined;
  readonly grant?: string | undefined;
}

const BY = ['--json', '--by', 'console'];

function change(route: string, loosen: boolean): readonly string[] {
  return [...BY, ...(loosen ? ['--loosen'] : []), ...named(route)];
}

export function createPolicyDesk(run: Cli, inFile: InFile): PolicyDesk {
  const list = async () => v.parse(v.array(itemSchema), jsonOf(await run(['policy', 'list', '--json'])));
  const stampIn = async (route: string) => stampOf((await list()).find((one) => one.route === route));
  /** Runs a command that writes, unless the item in the table has changed since it was read. */
  const unlessChanged = async (
    route: string,
    stamp: string,
    args: readonly string[],
    input: string,
  ): Promise<Written> => {
    if ((await stampIn(route)) !== stamp) return { kind: 'changed' };
    const problem = failureOf(await run(args, input));
    if (problem === undefined) return { kind: 'written' };
    // dynalite reports a conflict for every item with a map or a list (docs/local-run.md): then the stamp is unchanged.
    const isConflict = problem.startsWith('conflict: ') && (await stampIn(route)) !== stamp;
    return isConflict ? { kind: 'changed' } : { kind: 'refused', problem };
  };
  return {
    list,
    text: async (route) => {
      const stamp = await stampIn(route);
      const answer = await run(['policy', 'get', ...named(route)]);
      return { stamp, text: answer.exitCode === 0 ? answer.output.replace(RECORDS, '') : '' };
    },
    review: async (route, fields) => {
      const items = await list();
      const others = items.filter((one) => one.route !== route);
      const answers = await askAbout(
        run,
        [],
        policyFile(route, fields, []),
        policyFile(route, fields, others),
      );
      const stamp = stampOf(items.find((one) => one.route === route));
      return { ...reviewOf({ route, fields, ...answers }), stamp };
    },
    reviewRemoval: async (route) => {
      const items = await list();
      const others = JSON.stringify(items.filter((one) => one.route !== route));
      const answers = await askAbout(run, ['--prune'], others, others);
      const stamp = stampOf(items.find((one) => one.route === route));
      return { ...reviewOf({ route, fields: '', ...answers }), stamp };
    },
    write: (route, { text, stamp }, loosen) =>
      unlessChanged(route, stamp, ['policy', 'put', '--file', '-', ...change(route, loosen)], text),
    remove: (route, stamp, loosen) =>
      unlessChanged(route, stamp, ['policy', 'delete', ...change(route, loosen)], ''),
    history: (route) => historyOf(run, route),
    explain: async (method, path, { token, grant }) => {
      const secrets = [...fromInput('--token', token), ...fromInput('--grant', grant)];
      const input = [token, grant].filter((one) => one !== undefined).join('\n');
      return jsonOf(await run(['explain', method, path, '--json', ...secrets], input));
    },
    whatIf: async (route, fields, suite) => {
      const others = (await list()).filter((one) => one.route !== route);
      return inFile(suite, async (file) =>
        jsonOf(await run(['simulate', file, '--against', '-', '--json'], policyFile(route, fields, others))),
      );
    },
  };
}

/** Asks what a change would do. `apply` gets no consent, so it checks the change and makes none. `whole` is the table after it. */
async function askAbout(run: Cli, options: readonly string[], change: string, whole: string) {
  const [difference, attempt, linted] = await Promise.all([
    run(['policy', 'diff', '-', ...(options.includes('--prune') ? [] : ['--no-prune'])], change),
    run(['policy', 'apply', '-', '--json', ...options], change),
    run(['policy', 'lint', '--file', '-', '--json'], whole),
  ]);
  return { difference, attempt, linted };
}

/** Calls `use` with a file that holds this text, and removes the file afterwards. */
export type InFile = <T>(text: string, use: (file: string) => Promise<T>) => Promise<T>;

function fromInput(option: string, value: string | undefined): readonly string[] {
  return value === undefined ? [] : [option, '-'];
}

function stampOf(item: Item | undefined): string {
  return createHash('sha256')
    .update(canonical(item ?? null))
    .digest('hex');
}

/** A policy file with the item that is edited (in YAML or JSON) and the others. */
function policyFile(route: string, fields: string, others: readonly Item[]): string {
  const json = v.safeParse(v.pipe(v.string(), v.parseJson(), v.looseObject({})), fields);
  const edited = json.success
    ? JSON.stringify({ ...json.output, route })
    : [`route: ${JSON.stringify(route)}`, ...fields.split(/\r\n|\r|\n/)].join('\n  ');
  return [edited, ...others.map((one) => JSON.stringify(one))].map((one) => `- ${one}\n`).join('');
}
