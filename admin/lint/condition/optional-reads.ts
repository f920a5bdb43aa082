/** Fields that a condition reads without asking whether they are present. */
import { childrenOf } from '../../../core/condition/tree.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import { askedByHas, memberSpelling, rootOf, spelling } from './fields.ts';
import { presentIf, union } from './guards.ts';
import type { Fields } from './guards.ts';

/** Whether a field, in its one spelling (fields.ts), is present in every request and token. */
type IsCertain = (field: string) => boolean;

const MACROS = ['exists', 'all', 'exists_one'];

/** In the order in which they are read, each once. */
export function optionalReads(tree: ASTNode, isCertain: IsCertain): readonly string[] {
  return [...new Set(readsOf(tree, { present: new Set(), variables: [] }))].filter(
    (field) => !isCertain(field),
  );
}

/** What is known at a node: the fields that are present, and the variables of macros. */
interface Scope {
  readonly present: Fields;
  readonly variables: readonly string[];
}

function readsOf(node: ASTNode, scope: Scope): string[] {
  const asked = askedByHas(node);
  // has(a.b) asks for b of a, but a itself must be present.
  if (asked !== undefined) return readsOfAll(childrenOf(asked), scope);
  if (node.op === '.' || node.op === '[]')
    return [...readsOfAll(childrenOf(node), scope), ...fieldOf(node, scope)];
  if (node.op === '&&' || node.op === '||') {
    // In either order: if one side decides the result, the other side may fail.
    const [a, b] = node.args;
    const holds = node.op === '&&';
    return [...readsOf(a, knowing(b, holds, scope)), ...readsOf(b, knowing(a, holds, scope))];
  }
  if (node.op === '?:') {
    const [condition, then, otherwise] = node.args;
    const branches = [
      readsOf(then, knowing(condition, true, scope)),
      readsOf(otherwise, knowing(condition, false, scope)),
    ];
    return [...readsOf(condition, scope), ...branches.flat()];
  }
  if (node.op === 'rcall' && MACROS.includes(node.args[0])) {
    const [, receiver, [variable, body]] = node.args;
    const variables = variable?.op === 'id' ? [...scope.variables, variable.args] : scope.variables;
    return [
      ...readsOf(receiver, scope),
      ...(body === undefined ? [] : readsOf(body, { ...scope, variables })),
    ];
  }
  return readsOfAll(childrenOf(node), scope);
}

function readsOfAll(nodes: readonly ASTNode[], scope: Scope): string[] {
  return nodes.flatMap((node) => readsOf(node, scope));
}

/** The scope in which `node` is known to hold, or not to. */
function knowing(node: ASTNode, holds: boolean, scope: Scope): Scope {
  return { ...scope, present: union(scope.present, presentIf(node, holds)) };
}

function fieldOf(node: Extract<ASTNode, { op: '.' | '[]' }>, { present, variables }: Scope): string[] {
  const field = node.op === '[]' ? memberSpelling(node.args[1], node.args[0]) : spelling(node);
  return isOptional(node, variables) && !present.has(field) ? [field] : [];
}

/**
 * Request and risk have fixed fields, some of which are maps. What is below a claim depends on the issuer, and so does what
 * is known of a sign-in. An age that is not known counts as too old, which is what a condition on it means.
 */
function isOptional(node: ASTNode, variables: readonly string[]): boolean {
  if (node.op === '[]' && isNumber(node.args[1])) return false;
  const root = rootOf(node);
  if (root === undefined) return false;
  if (root === 'signIn') return spelling(node) !== 'signIn.age';
  if (root === 'claims' || variables.includes(root)) return true;
  return root === 'request' && (node.op === '.' || node.op === '[]') && node.args[0].op !== 'id';
}

/** An index of a list. */
function isNumber(key: ASTNode): boolean {
  return key.op === 'value' && typeof key.args !== 'string';
}
