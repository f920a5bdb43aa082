/** Literals that a condition compares with a field. */
import type { ASTNode } from '../../../core/condition/tree.ts';
import { spelling } from './fields.ts';

/** Of `field == "a"`, `"a" != field` and `field in ["a", "b"]`; undefined for another expression. */
export function comparedWords(node: ASTNode, field: string): readonly unknown[] | undefined {
  if (node.op !== '==' && node.op !== '!=' && node.op !== 'in') return undefined;
  const [a, b] = node.op !== 'in' && spelling(node.args[1]) === field ? node.args.toReversed() : node.args;
  return a === undefined || b === undefined || spelling(a) !== field ? undefined : wordsOf(b);
}

function wordsOf(node: ASTNode): readonly unknown[] | undefined {
  const nodes = node.op === 'list' ? node.args : [node];
  return nodes.every(({ op }) => op === 'value') ? nodes.map(({ args }) => args) : undefined;
}
