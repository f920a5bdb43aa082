/** Parses a document by a schema, and says what is wrong with it so that an administrator can correct it. */
import * as v from 'valibot';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';

/** One mistake in a document: where it is (`issuers[0].audience`) and what is wrong. */
export interface Mistake {
  readonly field: string;
  readonly message: string;
}

/** A parsed value, or the mistakes that kept it from being parsed. */
export type Parsed<T> = Result<T, readonly Mistake[]>;

/** A long document can have as many mistakes as it has values: no more than these are reported. */
const MOST_MISTAKES = 20;

/** In characters. The name of a field can be as long as the document: the rest of it is left out. */
const LONGEST_NAME = 128;

/** Parses `value` by `schema`, reporting all mistakes together, up to `most`. */
export function parse<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  most = MOST_MISTAKES,
): Parsed<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return success(result.output);
  const issues = result.issues.slice(0, most);
  return failure(issues.map((issue) => ({ field: fieldOf(issue), message: issue.message })));
}

/** A list whose length is checked before its items, so that the work does not grow with the length of the input. */
export function boundedList<const Item extends v.GenericSchema>(item: Item, most: number) {
  const isShortList = (value: unknown) => Array.isArray(value) && value.length <= most;
  return v.pipe(
    v.custom<v.InferInput<Item>[]>(isShortList, `expected a list of at most ${most}`),
    v.array(item),
  );
}

/** The names and numbers of a field as `parse` writes it: `rules`, `0`, `when` of `rules[0].when`. */
export function partsOfField(field: string): readonly string[] {
  return field.split(/[.[\]]+/).filter((part) => part !== '');
}

function fieldOf(issue: v.BaseIssue<unknown>): string {
  const keys = issue.path?.map((item) => item.key) ?? [];
  return keys.reduce<string>(
    (path, key) =>
      typeof key === 'number'
        ? `${path}[${key}]`
        : `${path}${path === '' ? '' : '.'}${shortened(String(key))}`,
    '',
  );
}

function shortened(name: string): string {
  return name.length > LONGEST_NAME ? `${name.slice(0, LONGEST_NAME)}…` : name;
}
