/**
 * The language of conditions: CEL as its library reads it, with our own conversions instead of the library's, and
 * without variables. The conformance tests of CEL run on the same language.
 */
import { Environment } from '@marcbachmann/cel-js';
import type { ParseResult } from '@marcbachmann/cel-js';
import { CLOCK_METHODS, clockReading } from './clock.ts';
import { numberOf, secondsOf, wholeNumberOf } from './numbers.ts';
import { durationOf, timestampOf } from './times.ts';
import { DEEPEST_EXPRESSION, LONGEST_LIST, MOST_NODES } from './limits.ts';
import { nodesOf } from './tree.ts';

/** The library's own functions cannot be replaced. Ours have names with this prefix, which no expression may have. */
const OURS = 'strict_';
const CONVERSIONS = ['int', 'double', 'timestamp', 'duration'];

const TIMESTAMP = 'google.protobuf.Timestamp';
const DURATION = 'google.protobuf.Duration';

/** A new language, to which the caller adds the variables. */
export function expressionLanguage(): Environment {
  const language = new Environment({
    limits: {
      maxAstNodes: MOST_NODES,
      maxDepth: DEEPEST_EXPRESSION,
      maxListElements: LONGEST_LIST,
      maxCallArguments: 4,
    },
  });
  for (const type of ['int', 'double', 'string']) {
    language.registerFunction(`${OURS}int(${type}): int`, wholeNumberOf);
    language.registerFunction(`${OURS}double(${type}): double`, numberOf);
    language.registerFunction(`${OURS}timestamp(${type}): ${TIMESTAMP}`, timestampOf);
  }
  language.registerFunction(`${OURS}int(${TIMESTAMP}): int`, secondsOf);
  language.registerFunction(`${OURS}timestamp(${TIMESTAMP}): ${TIMESTAMP}`, (moment: Date) => moment);
  language.registerFunction(`${OURS}duration(string): ${DURATION}`, durationOf);
  language.registerFunction(`${OURS}duration(${DURATION}): ${DURATION}`, (length: unknown) => length);
  for (const method of CLOCK_METHODS)
    language.registerFunction(`${TIMESTAMP}.${OURS}${method}(string): int`, (moment: Date, zone: string) =>
      clockReading(method, moment, zone),
    );
  return language;
}

/** The expression as it runs: with our conversions. */
export function runnable(language: Environment, text: string): ParseResult {
  const program = language.parse(text);
  for (const node of nodesOf(program.ast)) {
    if (node.op === 'call' && CONVERSIONS.includes(node.args[0])) node.args[0] = OURS + node.args[0];
    if (node.op === 'rcall' && node.args[2].length === 1 && isClockMethod(node.args[0]))
      node.args[0] = OURS + node.args[0];
  }
  return program;
}

/** A message of the library, with the names of functions as the administrator wrote them. */
export function asWritten(message: string): string {
  return message.replaceAll(OURS, '');
}

const isClockMethod = (name: string) => CLOCK_METHODS.some((method) => method === name);
