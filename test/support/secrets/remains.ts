/** What a run of the stack leaves behind, and which secrets are in it. */
import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Leak, SecretScanner } from './secret-scanner.ts';

export const logLine = v.object({ source: v.string(), line: v.string() });

/** One line that a function (`source` is its id), the access log (`access`) or the gateway has written. */
export type LogLine = v.InferOutput<typeof logLine>;

export interface Remains {
  /** What functions (metrics among it), access log and gateway have written. */
  readonly log: readonly LogLine[];
  /** What the process of the stack has written to its standard outputs. */
  readonly printed: string;
  /** All items of each table. */
  readonly tables: Readonly<Record<string, readonly unknown[]>>;
}

/** Reads a file that has a JSON document in each line. */
export function readLines<const Schema extends v.GenericSchema>(
  file: string,
  schema: Schema,
): v.InferOutput<Schema>[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => v.parse(schema, JSON.parse(line)));
}

/** Every secret in what was left behind, with its place. */
export function leaksIn({ log, printed, tables }: Remains, scanner: SecretScanner): Leak[] {
  return [
    ...log.flatMap(({ source, line }) => scanner.scan(`the log of ${source}`, line)),
    ...scanner.scan('what the stack printed', printed),
    ...Object.entries(tables).flatMap(([table, items]) =>
      [...new Set(items.flatMap(textsOf))].flatMap((text) => scanner.scan(`the table ${table}`, text)),
    ),
  ];
}

/** @throws Error that names each leak once */
export function requireNoLeak(leaks: readonly Leak[]): void {
  if (leaks.length === 0) return;
  const lines = new Set(leaks.map(({ place, what }) => `  ${place} holds ${what}`));
  throw new Error(`The run has left secrets behind:\n${[...lines].join('\n')}`);
}

/** Every name and every value in an item, at any depth. */
function textsOf(value: unknown): string[] {
  if (value instanceof Uint8Array)
    return [Buffer.from(value).toString('base64'), Buffer.from(value).toString('latin1')];
  if (value instanceof Set) return [...value].flatMap(textsOf);
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([name, inner]) => [name, ...textsOf(inner)]);
  }
  return typeof value === 'string' || typeof value === 'number' ? [String(value)] : [];
}
