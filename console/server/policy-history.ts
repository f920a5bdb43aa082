/** The record of changes of an item, as the command line reads it, in the form for the page. */
import * as v from 'valibot';
import { stringify } from 'yaml';
import { named } from './cli.ts';
import type { Cli, CliAnswer } from './cli.ts';

export interface PolicyChange {
  readonly at: string;
  readonly event: string;
  /** The author, as the change itself names them. */
  readonly by: string | undefined;
  readonly valid: boolean | undefined;
  readonly loosened: readonly string[];
  readonly difference: readonly string[];
  /** The fields before the change, in YAML; undefined when there was no item, or it was too large for the record. */
  readonly before: string | undefined;
}

export type PolicyHistory = { readonly error: string } | { readonly changes: readonly PolicyChange[] };

const documentSchema = v.pipe(
  v.string(),
  v.parseJson(),
  v.union([
    v.object({ error: v.string() }),
    v.object({
      changes: v.array(
        v.object({
          at: v.string(),
          event: v.string(),
          before: v.optional(v.record(v.string(), v.unknown())),
          valid: v.optional(v.boolean()),
          loosened: v.array(v.string()),
          assertedBy: v.optional(v.string()),
        }),
      ),
    }),
  ]),
);

/** Fields that the command line writes itself: they are not put back. */
const RECORDS = ['route', 'version', 'updatedAt', 'updatedBy'];

export async function historyOf(cli: Cli, route: string): Promise<PolicyHistory> {
  const command = ['policy', 'history'];
  const [document, report] = await Promise.all([
    cli([...command, '--json', ...named(route)]),
    cli([...command, ...named(route)]),
  ]);
  const parsed = v.safeParse(documentSchema, document.output);
  if (!parsed.success) return { error: document.complaints.trim() || 'the record of changes cannot be read' };
  if ('error' in parsed.output) return { error: parsed.output.error };
  const differences = differencesIn(report);
  return {
    changes: parsed.output.changes.map(({ at, event, before, valid, loosened, assertedBy }, index) => ({
      at,
      event,
      by: assertedBy,
      valid,
      loosened,
      difference: differences[index]?.at === at ? differences[index].lines : [],
      before: before === undefined ? undefined : fieldsOf(before),
    })),
  };
}

/** For each change, the report has a line with its number and time, and below it, indented, what it changed. */
function differencesIn({ output }: CliAnswer): readonly { at: string; lines: readonly string[] }[] {
  const blocks = output.split(/^(?=\d+\. )/m).map((block) => block.trimEnd().split('\n'));
  return blocks.map(([head = '', ...lines]) => ({
    at: head.split(' ')[1] ?? '',
    lines: lines.map((line) => line.slice(3)).filter((line) => !line.startsWith('loosened: ')),
  }));
}

function fieldsOf(item: Readonly<Record<string, unknown>>): string {
  const fields = Object.fromEntries(Object.entries(item).filter(([name]) => !RECORDS.includes(name)));
  return Object.keys(fields).length === 0 ? '{}\n' : stringify(fields, { lineWidth: 0 });
}
