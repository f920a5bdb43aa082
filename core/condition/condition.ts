/**
 * The condition of a rule: an expression in CEL (Common Expression Language, cel.dev) over `claims`, `signIn`,
 * `request`, `risk` and `now`. Checked when it is written and again when its item is loaded; docs/policy.md is the reference.
 */
import type { ParseResult } from '@marcbachmann/cel-js';
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import { asWritten, expressionLanguage, runnable } from './language.ts';
import { limitMistake, LONGEST_EXPRESSION } from './limits.ts';
import { reads, readsField } from './tree.ts';
import type { ConditionInputs, RequestInputs } from './inputs.ts';
import { AGE_FORMS, RISK_FORMS, risesWithAge, risesWithRisk, unknownLevels } from './direction.ts';
import { RISK_LEVELS } from './risk.ts';
import type { SignIn } from './sign-in.ts';

/** A condition that has passed every check. */
export interface Condition {
  readonly text: string;
  readonly readsRequest: boolean;
  /** Whether it could be another one for another sign-in of the same user. */
  readonly readsSignIn: boolean;
  readonly readsRisk: boolean;
  readonly readsPath: boolean;
  readonly readsParameters: boolean;
}

/** Whether a condition holds. A condition that fails counts as one that holds, and `failure` says why it failed. */
export interface Outcome {
  readonly holds: boolean;
  readonly failure?: string;
}

/** Compiled expressions in memory, of some kilobytes each; any further one is compiled again. */
const MOST_KEPT = 1_000;

/** Levels of lists and objects in a claim. A condition that reads a deeper value fails. */
const DEEPEST_CLAIM = 8;

const language = expressionLanguage()
  .registerVariable('claims', 'map<string, dyn>')
  .registerVariable({ name: 'signIn', schema: { acr: 'string', amr: 'list<string>', age: 'int' } })
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

/** Checks an expression. The error tells the administrator what is wrong with it. */
export function parseCondition(text: string): Result<Condition, string> {
  if (text.length > LONGEST_EXPRESSION)
    return failure(`a condition has at most ${LONGEST_EXPRESSION} characters`);
  try {
    const { ast } = language.parse(text);
    const mistake = limitMistake(ast) ?? typeMistake(runnable(language, text)) ?? directionMistake(ast);
    if (mistake !== undefined) return failure(mistake);
    return success({
      text,
      readsRequest: reads(ast, 'request'),
      readsSignIn: reads(ast, 'signIn') || reads(ast, 'claims'),
      readsRisk: reads(ast, 'risk'),
      readsPath: readsField(ast, 'request', 'path'),
      readsParameters: readsField(ast, 'request', 'parameters'),
    });
  } catch (error) {
    return failure(`not an expression: ${summaryOf(error)}`);
  }
}

/**
 * Evaluates conditions on the same inputs. A condition that reads the request needs inputs with a request.
 * What the issuer and the caller wrote is passed as Maps: the language does not accept a plain object with a member
 * `constructor` as a map.
 */
export function evaluator({
  claims,
  signIn,
  request,
  risk,
  now,
}: ConditionInputs): (condition: Condition) => Outcome {
  const context = {
    claims: mapped(claims),
    signIn: shown(signIn, now),
    request: request && {
      ...request,
      parameters: mapped(request.parameters),
      query: mapped(request.query),
      headers: mapped(request.headers),
    },
    risk,
    now: new Date(now * 1000),
  };
  return (condition) => {
    const unclear = request === undefined ? undefined : unclearIn(condition, request);
    return unclear === undefined
      ? evaluate(condition, context)
      : { holds: true, failure: `${unclear} cannot be told` };
  };
}

/** What the condition reads of the path, and the request does not say clearly. */
function unclearIn(condition: Condition, request: RequestInputs): string | undefined {
  if (condition.readsPath && request.path === undefined) return 'the path below the base URL';
  if (condition.readsParameters && request.parameters === undefined) return 'the parameters of the path';
  return undefined;
}

/** What is not known of a sign-in is absent: a condition that reads it fails, and so holds. */
function shown({ acr, amr, authTime }: SignIn, now: number): Readonly<Record<string, unknown>> {
  return {
    ...(acr === undefined ? {} : { acr }),
    ...(amr === undefined ? {} : { amr }),
    // The clock of the issuer may be a little ahead.
    ...(authTime === undefined ? {} : { age: BigInt(Math.max(0, now - authTime)) }),
  };
}

function evaluate(condition: Condition, context: Readonly<Record<string, unknown>>): Outcome {
  try {
    const program = programOf(condition.text);
    const result: unknown = program({ ...context });
    return typeof result === 'boolean'
      ? { holds: result }
      : { holds: true, failure: 'the result is neither true nor false' };
  } catch (error) {
    return { holds: true, failure: summaryOf(error) };
  }
}

/** Stands for a value that is nested too deeply. The language has no symbols: reading one is an error. */
const tooDeep = () => Symbol('nested too deeply');

/**
 * Members in the order of their names: the language takes the type of the first member for the type of all, and two
 * objects whose members differ only in order would not be equal.
 */
function mapped(value: unknown, levels = DEEPEST_CLAIM): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (levels === 0) return tooDeep();
  if (Array.isArray(value)) return value.map((one) => mapped(one, levels - 1));
  const members = Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return new Map(members.map(([name, member]) => [name, mapped(member, levels - 1)]));
}

/** The syntax tree of a condition as it was written. */
export function treeOf({ text }: Condition): ParseResult['ast'] {
  return language.parse(text).ast;
}

function programOf(text: string): ParseResult {
  const known = kept.get(text);
  if (known !== undefined) return known;
  const program = runnable(language, text);
  // Without its check, the library checks the types at every evaluation.
  program.check();
  const [oldest] = kept.keys();
  if (kept.size >= MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  kept.set(text, program);
  return program;
}

function typeMistake(program: ParseResult): string | undefined {
  const { valid, type, error } = program.check();
  if (!valid) return summaryOf(error);
  return type === 'bool'
    ? undefined
    : `it is of type ${type ?? 'unknown'}, and a condition is true or false: write a comparison`;
}

function directionMistake(ast: ParseResult['ast']): string | undefined {
  const [level] = unknownLevels(ast);
  if (level !== undefined) return `risk.level is one of ${RISK_LEVELS.join(', ')}`;
  if (!risesWithRisk(ast))
    return `more risk could switch the rule off, and a rule may only raise the requirement: write ${RISK_FORMS}`;
  return risesWithAge(ast)
    ? undefined
    : `a newer sign-in could switch the rule on, and would then open less than an older one: write ${AGE_FORMS}`;
}

/** The first line of the library's message: the others repeat the expression. */
function summaryOf(error: unknown): string {
  const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
  return asWritten(first).slice(0, 200);
}
