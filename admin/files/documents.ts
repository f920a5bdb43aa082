/** Files and texts in YAML or JSON, which is YAML too, read by a schema. */
import { readFileSync, statSync } from 'node:fs';
import type * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import { parse } from '../../core/parse.ts';
import { CommandError } from '../command.ts';

/** In bytes. What people write by hand is far below it. */
const LARGEST = 5 * 1024 * 1024;

/** The text of a file. Throws a CommandError when it cannot be read. */
export function readText(file: string): string {
  try {
    if (statSync(file).size > LARGEST) throw new CommandError(`${file} is larger than 5 MB: split it.`);
    return readFileSync(file, 'utf8');
  } catch (error) {
    if (error instanceof CommandError) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new CommandError(`${file} cannot be read: ${reason}`, undefined, { cause: error });
  }
}

/** What a text in YAML or JSON holds. `name` tells where it is from. */
export function readDocument(text: string, name: string): unknown {
  try {
    // Merge keys spare scenarios of one user from repeating the claims. Aliases may not multiply for ever.
    return parseYaml(text, { merge: true, maxAliasCount: 1_000 });
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new CommandError(`${name} is neither YAML nor JSON: ${first}`, undefined, { cause: error });
  }
}

/** The same, of the form that the schema has. Throws a CommandError with every mistake in it. */
export function readForm<const Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  name: string,
): v.InferOutput<Schema> {
  const parsed = parse(schema, readDocument(text, name));
  if (parsed.ok) return parsed.value;
  const problems = parsed.error.map(
    ({ field, message }) => `  ${field === '' ? '' : `${field}: `}${message}`,
  );
  throw new CommandError([`${name} has ${problems.length} mistake(s):`, ...problems].join('\n'));
}
