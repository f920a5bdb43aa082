/** Reads files and texts in YAML or JSON, and checks them by a schema. JSON is YAML, too. */
import type * as v from 'valibot';
import { parse as parseYaml } from 'yaml';
import { parse } from '../../core/parse.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import { readTextFile } from './text-file.ts';

/** In bytes. Texts written by hand are far smaller. */
const LARGEST = 5 * 1024 * 1024;

/** The text of a file. Throws an AdminRefusal if it cannot be read. */
export function readText(file: string): string {
  return readTextFile(file, LARGEST);
}

/** The value of a text in YAML or JSON. `name` names the text in messages. */
function readDocument(text: string, name: string): unknown {
  try {
    // With merge keys, scenarios of one user share the claims. Without a limit, aliases could fill the memory.
    return parseYaml(text, { merge: true, maxAliasCount: 1_000 });
  } catch (error) {
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
    throw new AdminRefusal(
      'input_malformed',
      `${name} is neither YAML nor JSON: ${first}`,
      {},
      { cause: error },
    );
  }
}

/** The value of a text, checked by the schema. Throws an AdminRefusal with every mistake. */
export function readForm<const Schema extends v.GenericSchema>(
  schema: Schema,
  text: string,
  name: string,
): v.InferOutput<Schema> {
  return checkForm(schema, readDocument(text, name), name);
}

/** The value, if it is of this form. Throws an AdminRefusal with every mistake; `name` names the value in it. */
export function checkForm<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  name: string,
): v.InferOutput<Schema> {
  const parsed = parse(schema, value);
  if (parsed.ok) return parsed.value;
  const problems = parsed.error.map(
    ({ field, message }) => `  ${field === '' ? '' : `${field}: `}${message}`,
  );
  throw new AdminRefusal(
    'input_malformed',
    [`${name} has ${problems.length} mistake(s):`, ...problems].join('\n'),
    { mistakes: parsed.error },
  );
}
