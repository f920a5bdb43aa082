/** Walks the syntax tree of an expression. */
import type { ASTNode } from '@marcbachmann/cel-js';

export type { ASTNode };

/** The nodes directly below `node`. */
export function childrenOf(node: ASTNode): readonly ASTNode[] {
  switch (node.op) {
    case 'value':
    case 'id':
      return [];
    case '.':
    case '.?':
      return [node.args[0]];
    case '!_':
    case '-_':
      return [node.args];
    case 'call':
      return node.args[1];
    case 'rcall':
      return [node.args[1], ...node.args[2]];
    case 'map':
      return node.args.flat();
    case 'list':
    case '[]':
    case '[?]':
    case '?:':
    case '&&':
    case '||':
    case '==':
    case '!=':
    case '<':
    case '<=':
    case '>':
    case '>=':
    case 'in':
    case '+':
    case '-':
    case '*':
    case '/':
    case '%':
      return node.args;
  }
}

/** `node` and all nodes below it. */
export function* nodesOf(node: ASTNode): Generator<ASTNode> {
  yield node;
  for (const child of childrenOf(node)) yield* nodesOf(child);
}

/** Whether `node`, or one below it, reads this variable. */
export function reads(node: ASTNode, variable: string): boolean {
  return [...nodesOf(node)].some(({ op, args }) => op === 'id' && args === variable);
}

/** Whether `node`, or one below it, reads this field of a variable, or the variable in another way than by a field. */
export function readsField(node: ASTNode, variable: string, field: string): boolean {
  const nodes = [...nodesOf(node)];
  const fields = nodes.filter(
    (one) => one.op === '.' && one.args[0].op === 'id' && one.args[0].args === variable,
  );
  const all = nodes.filter(({ op, args }) => op === 'id' && args === variable).length;
  return all > fields.length || fields.some(({ args }) => Array.isArray(args) && args[1] === field);
}
