/**
 * What an expression may be made of, so that its work is bounded by its own size and that of the request: no
 * regular expressions, which can take exponential time; no macro inside a macro, and no macro that reads more than
 * its own variable, so that each element is read once; no function that makes values larger than its arguments.
 */
import { ownValue } from '../own-value.ts';
import { CLOCK_METHODS, clockIn } from './clock.ts';
import { isInt, numberOf, wholeNumberOf } from './numbers.ts';
import { durationOf, timestampOf } from './times.ts';
import { nodesOf } from './tree.ts';
import type { ASTNode } from './tree.ts';

/** Characters, and nodes of the tree. */
export const LONGEST_EXPRESSION = 512;
export const MOST_NODES = 128;
export const DEEPEST_EXPRESSION = 32;
export const LONGEST_LIST = 32;

const FUNCTIONS = ['has', 'size', 'int', 'double', 'timestamp', 'duration'];
const METHODS: readonly string[] = ['startsWith', 'endsWith', 'contains', 'size', ...CLOCK_METHODS];

/** Macros that read the elements of a list, or the keys of a map, each with its own variable. */
const MACROS = ['exists', 'all', 'exists_one'];

/** Other functions of the language, and why they are not accepted. */
const REASONS: Readonly<Record<string, string>> = {
  matches: 'a regular expression can run for ever: use startsWith, endsWith, contains, or ==',
  map: 'it builds a list: ask exists, all or exists_one',
  filter: 'it builds a list: ask exists, all or exists_one',
  bind: 'it names a value for later: write the value where it is used',
};

const allowed = [...FUNCTIONS, ...METHODS, ...MACROS];

/** Why the expression is not accepted, or undefined. */
export function limitMistake(tree: ASTNode): string | undefined {
  for (const node of nodesOf(tree)) {
    const mistake = nodeMistake(node);
    if (mistake !== undefined) return mistake;
  }
  return undefined;
}

function nodeMistake(node: ASTNode): string | undefined {
  if (node.op === 'map') return 'a map literal is not accepted: compare with the fields one by one';
  if (node.op === 'value') return literalMistake(node.args);
  if (node.op === 'rcall') return methodMistake(node.args[0], node.args[2]);
  if (node.op === 'call') return functionMistake(node.args[0], node.args[1]);
  return operatorMistake(node);
}

function operatorMistake(node: ASTNode): string | undefined {
  if (node.op === 'list')
    return node.args.some(givesList) ? 'a list inside a list is not accepted' : undefined;
  if (node.op === '==' || node.op === '!=') return node.args.some(givesList) ? NO_LIST_EQUALITY : undefined;
  if (node.op === '<' || node.op === '<=' || node.op === '>' || node.op === '>=')
    return node.args.some(isInexact) ? INEXACT : undefined;
  if (node.op === '-_')
    return node.args.op === 'value' ? undefined : 'a minus stands before a number: write 0 - x';
  if (node.op === '/' || node.op === '%')
    return isDivisor(node.args[1]) ? undefined : `${node.op} takes a number above 0, written out`;
  return undefined;
}

const INEXACT = 'a comparison goes up to 9007199254740991 (2^53 - 1): numbers in claims are exact no further';

/** The language compares lists by the types of their first elements, and 1 in JSON is of another type than 1 in CEL. */
const NO_LIST_EQUALITY = 'a list cannot be compared with == or !=: ask in, exists, all or size';

function givesList(node: ASTNode): boolean {
  if (node.op === 'list') return true;
  if (node.op === '+') return node.args.some(givesList);
  return node.op === '?:' && node.args.slice(1).some(givesList);
}

function literalMistake(value: unknown): string | undefined {
  if (typeof value === 'bigint') return isInt(value) ? undefined : 'a whole number has at most 64 bits';
  return typeof value === 'object' && value !== null
    ? 'bytes (b"…") and unsigned numbers (1u) are not accepted'
    : undefined;
}

function isInexact(node: ASTNode): boolean {
  if (node.op === '-_') return isInexact(node.args);
  return node.op === 'value' && typeof node.args === 'bigint' && node.args > Number.MAX_SAFE_INTEGER;
}

/** The smallest whole number divided by -1, and any divided by 0, have no result. */
function isDivisor(node: ASTNode): boolean {
  if (node.op !== 'value') return false;
  return (typeof node.args === 'bigint' || typeof node.args === 'number') && node.args > 0;
}

/** A literal argument that cannot be converted would make the expression fail at every request. */
function functionMistake(name: string, [argument]: readonly ASTNode[]): string | undefined {
  if (!FUNCTIONS.includes(name)) return notAllowed(name);
  if (argument?.op !== 'value' || typeof argument.args !== 'string') return undefined;
  const convert = CONVERSIONS[name];
  try {
    convert?.(argument.args);
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : 'not convertible';
  }
}

const CONVERSIONS: Readonly<Record<string, (text: string) => unknown>> = {
  int: wholeNumberOf,
  double: numberOf,
  timestamp: timestampOf,
  duration: durationOf,
};

function methodMistake(name: string, args: readonly ASTNode[]): string | undefined {
  if (MACROS.includes(name)) return macroMistake(name, args);
  if (!METHODS.includes(name)) return notAllowed(name);
  const [zone] = args;
  return isClockMethod(name) && zone !== undefined ? zoneMistake(zone) : undefined;
}

function macroMistake(name: string, [variable, body]: readonly ASTNode[]): string | undefined {
  if (variable?.op !== 'id' || body === undefined) return `${name}() takes a variable and a condition on it`;
  for (const node of nodesOf(body)) {
    if (node.op === 'rcall' && MACROS.includes(node.args[0]))
      return `${node.args[0]}() inside ${name}() is not accepted: its work would multiply`;
    if (node.op === 'id' && node.args !== variable.args)
      return `${name}() may read only its own variable ${variable.args}, and no ${node.args}`;
  }
  return undefined;
}

/** A time zone that does not exist would make the expression fail at every request. */
function zoneMistake(zone: ASTNode): string | undefined {
  if (zone.op !== 'value' || typeof zone.args !== 'string')
    return 'the time zone has to be written out, as text';
  try {
    clockIn(zone.args);
    return undefined;
  } catch {
    return 'no such time zone: expected one such as "Europe/Vienna" or "UTC"';
  }
}

const isClockMethod = (name: string) => CLOCK_METHODS.some((method) => method === name);

function notAllowed(name: string): string {
  const reason = ownValue(REASONS, name) ?? `a condition may use ${allowed.join(', ')}`;
  return `${name}() is not accepted: ${reason}`;
}
