/** Conditions that are always true or always false. */
import { serialize } from '@marcbachmann/cel-js';
import { evaluator, parseCondition } from '../../../core/condition/condition.ts';
import { nodesOf, reads } from '../../../core/condition/tree.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import { NO_RISK } from '../../../core/condition/risk.ts';
import { NO_SIGN_IN } from '../../../core/condition/sign-in.ts';
import type { Risk } from '../../../core/condition/risk.ts';
import { REQUEST_FIELDS } from './absent-names.ts';
import { comparedWords } from './compared-words.ts';
import { askedByHas, spelling } from './fields.ts';

/** What is known of every request. `now` in seconds since 1970. */
export interface Given {
  /** The methods that a request can have. */
  readonly methods: readonly string[];
  readonly now: number;
}

/** Whether the condition holds always (true) or never (false); undefined if it depends on the request. */
export function constantOf(node: ASTNode, given: Given): boolean | undefined {
  if (node.op === '&&' || node.op === '||') {
    const decides = node.op === '||';
    const values = node.args.map((one) => constantOf(one, given));
    if (values.includes(decides)) return decides;
    return values.every((value) => value === !decides) ? !decides : undefined;
  }
  if (node.op === '!_') {
    const value = constantOf(node.args, given);
    return value === undefined ? undefined : !value;
  }
  if (node.op === '?:') {
    const value = constantOf(node.args[0], given);
    return value === undefined ? undefined : constantOf(node.args[value ? 1 : 2], given);
  }
  return ofComparison(node, given);
}

function ofComparison(node: ASTNode, given: Given): boolean | undefined {
  const asked = askedByHas(node);
  if (asked?.op === '.' && spelling(asked.args[0]) === 'request')
    return REQUEST_FIELDS.includes(asked.args[1]);
  if (readsNothing(node)) return valueOf(node, given.now);
  return ofMethod(node, given) ?? ofRisk(node, given) ?? ofClock(node, given);
}

function readsNothing(node: ASTNode): boolean {
  return [...nodesOf(node)].every(({ op }) => op !== 'id');
}

function valueOf(node: ASTNode, now: number): boolean | undefined {
  return textValue(serialize(node), now);
}

function textValue(text: string, now: number): boolean | undefined {
  const condition = parseCondition(text);
  if (!condition.ok) return undefined;
  const { holds, failure } = evaluator({
    claims: {},
    signIn: NO_SIGN_IN,
    request: undefined,
    risk: NO_RISK,
    now,
  })(condition.value);
  return failure === undefined ? holds : undefined;
}

/** A comparison of the method with literal words. */
function ofMethod(node: ASTNode, { methods }: Given): boolean | undefined {
  const words = comparedWords(node, 'request.method');
  if (words === undefined) return undefined;
  const named = methods.filter((method) => words.includes(method)).length;
  if (named > 0 && named < methods.length) return undefined;
  return named > 0 === (node.op !== '!=');
}

/** A condition holds for every risk above one for which it holds: the lowest and the highest risk decide. */
function ofRisk(node: ASTNode, { now }: Given): boolean | undefined {
  const variables = [...nodesOf(node)].filter(({ op }) => op === 'id');
  if (variables.length !== 1 || !reads(node, 'risk') || node.op === 'rcall') return undefined;
  const condition = parseCondition(serialize(node));
  if (!condition.ok || serialize(node).includes('risk.reasons')) return undefined;
  const at = (score: number, level: Risk['level']) =>
    evaluator({
      claims: {},
      signIn: NO_SIGN_IN,
      request: undefined,
      risk: { ...NO_RISK, score, level },
      now,
    })(condition.value).holds;
  if (at(0, 'low')) return true;
  return at(100, 'high') ? undefined : false;
}

/** A comparison of `now` with a moment that is past. */
function ofClock(node: ASTNode, { now }: Given): boolean | undefined {
  if (node.op !== '<' && node.op !== '<=' && node.op !== '>' && node.op !== '>=') return undefined;
  const [a, b] = node.args;
  const other = spelling(a) === 'now' ? b : spelling(b) === 'now' ? a : undefined;
  if (other === undefined || !readsNothing(other)) return undefined;
  const isOver = textValue(`now > ${serialize(other)}`, now);
  return isOver === true ? valueOf(node, now) : undefined;
}
