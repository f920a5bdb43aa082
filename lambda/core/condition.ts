/**
 * The condition of a rule: an expression in CEL (Common Expression Language, cel.dev) over `claims`, `request`,
 * `risk` and `now`. Checked when it is written and again when its item is loaded; docs/policy.md is the reference.
 */
import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import {
  DEEPEST_EXPRESSION,
  limitProblem,
  LONGEST_EXPRESSION,
  LONGEST_LIST,
  MOST_NODES,
} from './expression-limits.ts';
import { reads } from './expression-tree.ts';
import type { Facts } from './facts.ts';
import { RISK_FORMS, risesWithRisk, unknownLevels } from './risk-direction.ts';
import { RISK_LEVELS } from './risk.ts';

/** A condition that has passed every check. */
export interface Condition {
  readonly text: string;
  readonly readsRequest: boolean;
  readonly readsRisk: boolean;
}

/** Whether a condition holds. One that fails counts as one that holds, and `failure` says why it did. */
export interface Outcome {
  readonly holds: boolean;
  readonly failure?: string;
}

/** The tree and type of every kept expression take some kilobytes: this many are kept, the others made again. */
const MOST_KEPT = 1_000;

const language = new Environment({
  limits: {
    maxAstNodes: MOST_NODES,
    maxDepth: DEEPEST_EXPRESSION,
    maxListElements: LONGEST_LIST,
    maxCallArguments: 4,
  },
})
  .registerVariable('claims', 'map<string, dyn>')
  .registerVariable({
    name: 'request',
    schema: {
      method: 'string',
      path: 'string',
      parameters: 'map<string, string>',
      query: 'map<string, list<string>>',
      headers: 'map<string, string>',
      sourceIp: 'string',
      userAgent: 'string',
    },
  })
  .registerVariable({ name: 'risk', schema: { score: 'double', level: 'string', reasons: 'list<string>' } })
  .registerVariable('now', 'google.protobuf.Timestamp');

const kept = new Map<string, ParseResult>();

/** Checks an expression. Returns the condition, or what is wrong with it, in words for whoever wrote it. */
export function parseCondition(text: string): Condition | { readonly problem: string } {
  if (text.length > LONGEST_EXPRESSION)
    return { problem: `a condition has at most ${LONGEST_EXPRESSION} characters` };
  try {
    const program = language.parse(text);
    const { ast } = program;
    const problem = limitProblem(ast) ?? typeProblem(program) ?? directionProblem(program);
    if (problem !== undefined) return { problem };
    return { text, readsRequest: reads(ast, 'request'), readsRisk: reads(ast, 'risk') };
  } catch (error) {
    return { problem: `not an expression: ${summaryOf(error)}` };
  }
}

/**
 * Asks conditions about the same facts. One that reads the request needs facts with a request.
 * What the issuer and the caller wrote is handed over as Maps: the language takes a plain object with a member
 * `constructor` for something else.
 */
export function evaluator({ claims, request, risk, now }: Facts): (condition: Condition) => Outcome {
  const context = {
    claims: mapped(claims),
    request: request && {
      ...request,
      parameters: mapped(request.parameters),
      query: mapped(request.query),
      headers: mapped(request.headers),
    },
    risk,
    now: new Date(now * 1000),
  };
  return (condition) => evaluate(condition, context);
}

function evaluate(condition: Condition, context: Readonly<Record<string, unknown>>): Outcome {
  try {
    const program = programOf(condition.text);
    const result: unknown = program({ ...context });
    return typeof result === 'boolean'
      ? { holds: result }
      : { holds: true, failure: 'the result is no truth value' };
  } catch (error) {
    return { holds: true, failure: summaryOf(error) };
  }
}

function mapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== 'object' || value === null) return value;
  return new Map(Object.entries(value).map(([name, member]) => [name, mapped(member)]));
}

/** The tree of a condition, for whoever explains it. */
export function treeOf({ text }: Condition): ParseResult['ast'] {
  return programOf(text).ast;
}

function programOf(text: string): ParseResult {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const program = language.parse(text);
  // Without its check, the library checks the types at every evaluation.
  program.check();
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(text, program);
  return program;
}

function typeProblem(program: ParseResult): string | undefined {
  const { valid, type, error } = program.check();
  if (!valid) return summaryOf(error);
  return type === 'bool'
    ? undefined
    : `it is of type ${type ?? 'unknown'}, and has to be a comparison or another truth value`;
}

function directionProblem({ ast }: ParseResult): string | undefined {
  const [level] = unknownLevels(ast);
  if (level !== undefined) return `risk.level is one of ${RISK_LEVELS.join(', ')}`;
  return risesWithRisk(ast)
    ? undefined
    : `more risk could switch the rule off, and a rule may only raise the requirement: write ${RISK_FORMS}`;
}

/** The library's message has the source with a marker on further lines. */
function summaryOf(error: unknown): string {
  const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
  return first.slice(0, 200);
}
