/** Turns a schema's findings into problems a person can act on. */
import * as v from 'valibot';
import { failure, success } from './result.ts';
import type { Result } from './result.ts';

/** One mistake in a document: where it is (`issuers[0].audience`) and what is wrong. */
export interface Mistake {
  readonly field: string;
  readonly message: string;
}

/** A parsed value, or every problem that kept it from being parsed. */
export type Parsed<T> = Result<T, readonly Mistake[]>;

/** What is wrong with a document can be as long as the document: this many problems tell enough. */
const MOST_PROBLEMS = 20;

/** And so can the name of a field: this many characters tell which one is meant. */
const LONGEST_NAME = 128;

/** Parses `value` by `schema`, reporting all problems together, up to `most`. */
export function parse<const Schema extends v.GenericSchema>(
  schema: Schema,
  value: unknown,
  most = MOST_PROBLEMS,
): Parsed<v.InferOutput<Schema>> {
  const result = v.safeParse(schema, value);
  if (result.success) return success(result.output);
  const issues = result.issues.slice(0, most);
  return failure(issues.map((issue) => ({ field: fieldOf(issue), message: issue.message })));
}

/** A list whose length is checked before its values are: the work must not grow with what somebody put into it. */
export function boundedList<const Item extends v.GenericSchema>(item: Item, most: number) {
  const isShortList = (value: unknown) => Array.isArray(value) && value.length <= most;
  return v.pipe(
    v.custom<v.InferInput<Item>[]>(isShortList, `expected a list of at most ${most}`),
    v.array(item),
  );
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
