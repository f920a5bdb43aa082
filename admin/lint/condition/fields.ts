/** How conditions name fields: `claims.tenant`, `request.headers["x-device"]`. */
import { serialize } from '@marcbachmann/cel-js';
import type { ASTNode } from '../../../core/condition/tree.ts';

/** A field that is read by a literal name. */
interface FieldRead {
  readonly map: ASTNode;
  readonly name: string;
}

/** `map.name` or `map["name"]`; undefined for another expression. */
export function fieldRead(node: ASTNode): FieldRead | undefined {
  if (node.op === '.') return { map: node.args[0], name: node.args[1] };
  if (node.op !== '[]') return undefined;
  const [map, key] = node.args;
  return key.op === 'value' && typeof key.args === 'string' ? { map, name: key.args } : undefined;
}

/** The same spelling for every way to write a field. */
export function spelling(node: ASTNode): string {
  const field = fieldRead(node);
  return field === undefined ? serialize(node) : fieldSpelling(field.map, field.name);
}

function fieldSpelling(map: ASTNode, name: string): string {
  const plain = /^[A-Za-z_][A-Za-z0-9_]*$/.test(name);
  return plain ? `${spelling(map)}.${name}` : `${spelling(map)}[${JSON.stringify(name)}]`;
}

/** The field that `key in map` asks for. */
export function memberSpelling(key: ASTNode, map: ASTNode): string {
  return key.op === 'value' && typeof key.args === 'string'
    ? fieldSpelling(map, key.args)
    : `${spelling(map)}[${serialize(key)}]`;
}

/** The field that `has(…)` asks for. */
export function askedByHas(node: ASTNode): ASTNode | undefined {
  return node.op === 'call' && node.args[0] === 'has' ? node.args[1][0] : undefined;
}

/** The variable that the expression is read from: `claims` of `claims.a.b`. */
export function rootOf(node: ASTNode): string | undefined {
  if (node.op === 'id') return node.args;
  return node.op === '.' || node.op === '[]' ? rootOf(node.args[0]) : undefined;
}
