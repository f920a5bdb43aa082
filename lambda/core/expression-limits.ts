/**
 * What an expression may be made of, so that its work is bounded by its own size and that of the request: no
 * regular expressions, which can take exponential time; no macro inside a macro, and none that reads more than its
 * own variable, so that each element is looked at once; no function that makes values larger than its arguments.
 */
import { nodesOf } from './expression-tree.ts';
import type { ASTNode } from './expression-tree.ts';

/** Characters, and nodes of the tree. */
export const LONGEST_EXPRESSION = 512;
export const MOST_NODES = 128;
export const DEEPEST_EXPRESSION = 32;
export const LONGEST_LIST = 32;

const FUNCTIONS = ['has', 'size', 'int', 'double', 'timestamp', 'duration'];
const CLOCK_METHODS = ['getFullYear', 'getMonth', 'getDate', 'getDayOfWeek', 'getHours', 'getMinutes'];
const METHODS = ['startsWith', 'endsWith', 'contains', 'size', ...CLOCK_METHODS];

/** Macros that look at the elements of a list, or at the keys of a map, each with a variable of its own. */
const MACROS = ['exists', 'all', 'exists_one'];

/** What else the language has, and why it is not here. */
const REASONS: Readonly<Record<string, string>> = {
  matches: 'a regular expression can run for ever: use startsWith, endsWith, contains, or ==',
  map: 'it builds a list: ask exists, all or exists_one',
  filter: 'it builds a list: ask exists, all or exists_one',
  bind: 'it names a value for later: write the value where it is used',
};

const allowed = [...FUNCTIONS, ...METHODS, ...MACROS];

/** Why the expression is not accepted, or undefined. */
export function limitProblem(tree: ASTNode): string | undefined {
  for (const node of nodesOf(tree)) {
    const problem = nodeProblem(node);
    if (problem !== undefined) return problem;
  }
  return undefined;
}

function nodeProblem(node: ASTNode): string | undefined {
  if (node.op === 'map') return 'a map literal is not accepted: compare with the fields one by one';
  if (node.op === 'rcall') return methodProblem(node.args[0], node.args[2]);
  if (node.op !== 'call' || FUNCTIONS.includes(node.args[0])) return undefined;
  return notAllowed(node.args[0]);
}

function methodProblem(name: string, args: readonly ASTNode[]): string | undefined {
  if (MACROS.includes(name)) return macroProblem(name, args);
  if (!METHODS.includes(name)) return notAllowed(name);
  const [zone] = args;
  return CLOCK_METHODS.includes(name) && zone !== undefined ? zoneProblem(zone) : undefined;
}

function macroProblem(name: string, [variable, body]: readonly ASTNode[]): string | undefined {
  if (variable?.op !== 'id' || body === undefined) return `${name}() takes a variable and a condition on it`;
  for (const node of nodesOf(body)) {
    if (node.op === 'rcall' && MACROS.includes(node.args[0]))
      return `${node.args[0]}() inside ${name}() is not accepted: its work would multiply`;
    if (node.op === 'id' && node.args !== variable.args)
      return `${name}() may read only its own variable ${variable.args}, and no ${node.args}`;
  }
  return undefined;
}

/** One that does not exist would make the expression fail at every request. */
function zoneProblem(zone: ASTNode): string | undefined {
  if (zone.op !== 'value' || typeof zone.args !== 'string')
    return 'the time zone has to be written out, as text';
  try {
    new Intl.DateTimeFormat('en', { timeZone: zone.args });
    return undefined;
  } catch {
    return 'no such time zone: expected one such as "Europe/Vienna" or "UTC"';
  }
}

function notAllowed(name: string): string {
  const reason = Object.hasOwn(REASONS, name) ? REASONS[name] : `a condition may use ${allowed.join(', ')}`;
  return `${name}() is not accepted: ${reason ?? ''}`;
}
