/** The conformance cases of CEL (github.com/google/cel-spec, tests/simple), run on the language of conditions. */
import type { SimpleTest } from '@bufbuild/cel-spec/cel/expr/conformance/test/simple_pb.js';
import { getConformanceSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import type { IncrementalTest, IncrementalTestSuite } from '@bufbuild/cel-spec/testdata/tests.js';
import { Environment } from '@marcbachmann/cel-js';
import { expressionLanguage, runnable } from '../../../core/condition/language.ts';
import { limitMistake } from '../../../core/condition/limits.ts';
import { childrenOf } from '../../../core/condition/tree.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import { isSame, NotOurs, typeOf, valueOf } from './values.ts';

export type Verdict =
  | { readonly kind: 'passed'; readonly uses: readonly string[] }
  | { readonly kind: 'failed'; readonly got: string; readonly expected: string }
  | { readonly kind: 'skipped'; readonly why: string };

export interface ConformanceCase {
  /** `timestamps/timestamp_selectors_tz/getHours`. */
  readonly name: string;
  readonly expression: string;
  readonly verdict: () => Verdict;
}

export function conformanceCases(): readonly ConformanceCase[] {
  return casesOf(getConformanceSuite(), '');
}

function casesOf({ tests, suites }: IncrementalTestSuite, path: string): ConformanceCase[] {
  return [
    ...tests.map((test) => caseOf(test, path)),
    ...suites.flatMap((suite) => casesOf(suite, `${path}${suite.name}/`)),
  ];
}

function caseOf({ name, original }: IncrementalTest, path: string): ConformanceCase {
  return { name: path + name, expression: original.expr, verdict: () => verdictOf(original) };
}

const FAILS = Symbol('fails');

function verdictOf(test: SimpleTest): Verdict {
  try {
    const expected = expectedOf(test);
    const { language, values } = environmentOf(test);
    const text = withClaims(test.expr, language, values);
    const uses = usesOf(text, language);
    const got = resultOf(text, language, values);
    const ok = got === expected || (expected !== FAILS && isSame(got, expected));
    return ok ? { kind: 'passed', uses } : { kind: 'failed', got: shown(got), expected: shown(expected) };
  } catch (error) {
    if (error instanceof NotOurs) return { kind: 'skipped', why: error.message };
    throw error;
  }
}

function expectedOf({ resultMatcher: { case: kind, value } }: SimpleTest): unknown {
  if (kind === undefined) return true;
  if (kind === 'value') return valueOf(value);
  if (kind === 'evalError') return FAILS;
  if (kind !== 'typedResult') throw new NotOurs('results that may be unknown');
  if (value.result === undefined) throw new NotOurs('only the deduced type is given');
  return valueOf(value.result);
}

interface TestEnvironment {
  readonly language: Environment;
  readonly values: Record<string, unknown>;
}

function environmentOf({ typeEnv, bindings }: SimpleTest): TestEnvironment {
  const language = expressionLanguage();
  for (const { name, declKind } of typeEnv) {
    if (declKind.case !== 'ident') throw new NotOurs('functions that the case declares');
    if (name.includes('.')) throw new NotOurs('namespaces');
    language.registerVariable(name, typeOf(declKind.value.type));
  }
  const values = Object.entries(bindings).map(([name, { kind }]) => {
    if (kind.case !== 'value') throw new NotOurs('results that may be unknown');
    if (name.includes('.')) throw new NotOurs('namespaces');
    if (!language.hasVariable(name)) language.registerVariable(name, 'dyn');
    return [name, valueOf(kind.value)];
  });
  return { language, values: Object.fromEntries(values) };
}

const unlimited = new Environment();

/** Conditions have no map literals, and maps from claims: each literal is handed over as one. */
function withClaims(text: string, language: Environment, values: Record<string, unknown>): string {
  const literals = mapsIn(parsedBy(unlimited, text).ast);
  return literals.toReversed().reduce((rest, literal, index) => {
    const name = `claim${index}`;
    language.registerVariable(name, 'map<string, dyn>');
    values[name] = claimFrom(literal, text);
    return rest.slice(0, literal.start) + name + rest.slice(literal.end);
  }, text);
}

/** The outermost ones, in the order of the text. */
function mapsIn(node: ASTNode): ASTNode[] {
  return node.op === 'map'
    ? [node]
    : [...childrenOf(node)].flatMap(mapsIn).toSorted((a, b) => a.start - b.start);
}

function claimFrom(literal: ASTNode, text: string): unknown {
  const keys = literal.op === 'map' ? literal.args.map(([key]) => key.args) : [];
  if (keys.some((key) => typeof key !== 'string')) throw new NotOurs('maps with keys other than text');
  try {
    return mapped(unlimited.evaluate(text.slice(literal.start, literal.end)));
  } catch {
    throw new NotOurs('maps that no claim can be: of several types, or computed');
  }
}

function mapped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(mapped);
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype)
    return value;
  return new Map(Object.entries(value).map(([name, member]) => [name, mapped(member)]));
}

function parsedBy(language: Environment, text: string) {
  try {
    return language.parse(text);
  } catch (error) {
    throw new NotOurs(refused('the parser', error));
  }
}

/** The functions and operators of an expression. Throws when a condition may not have one of them. */
function usesOf(text: string, language: Environment): string[] {
  // A claim has no type until it is read, which is what dyn() stands for here.
  const { ast } = parsedBy(language, text.replaceAll(/\bdyn\(/g, '('));
  const mistake = limitMistake(ast);
  if (mistake !== undefined) throw new NotOurs(`limits: ${kindOf(mistake)}`);
  return namesIn(ast);
}

/** One line of the summary for all functions, and for all variables. */
function kindOf(mistake: string): string {
  return mistake
    .replace(/:.*/s, '')
    .replace(/^\w+\(\) is not accepted$/, 'functions that are not accepted')
    .replace(/^\w+\(\) may read only its own variable .*/, 'macros may read only their own variable');
}

function namesIn(node: ASTNode): string[] {
  const name = node.op === 'call' || node.op === 'rcall' ? `${node.args[0]}()` : node.op;
  return [name, ...childrenOf(node).flatMap(namesIn)];
}

function resultOf(text: string, language: Environment, values: Record<string, unknown>): unknown {
  const program = runnable(language, text);
  const { valid, error } = program.check();
  if (!valid) throw new NotOurs(refused('the type check', error));
  try {
    return program(values);
  } catch {
    return FAILS;
  }
}

function refused(by: string, error: unknown): string {
  const message = error instanceof Error ? (error.message.split('\n')[0] ?? '') : '';
  return `${by}: ${message.replace(/[:'(].*/s, '').trim()}`;
}

function shown(value: unknown): string {
  if (value === FAILS) return 'an error';
  return value instanceof Date ? value.toISOString() : `${typeof value} ${String(value)}`;
}
