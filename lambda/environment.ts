/** How a function parses its environment: once, by one schema, into its configuration. */
import * as v from 'valibot';
import { parse } from '../core/parse.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The message for a variable that is missing: for the schema of the object and for that of the text. */
export const NOT_SET = 'is not set';

export const tableName = v.pipe(v.string(NOT_SET), v.minLength(1, 'is empty'));

export const jsonText = v.pipe(v.string(NOT_SET), v.parseJson(undefined, 'is not JSON'));

/** Parses the environment by the schema of the function. Throws with every bad key at once. */
export function parseEnvironment<const Schema extends v.GenericSchema>(
  schema: Schema,
  environment: Readonly<Record<string, unknown>>,
): v.InferOutput<Schema> {
  const parsed = parse(schema, environment, Infinity);
  if (parsed.ok) return parsed.value;
  const lines = parsed.error.map(({ field, message }) => `${field} ${message}`);
  throw new Error(
    `The environment of this function is not usable: ${lines.join('; ')}. Deploy the stack again.`,
  );
}
