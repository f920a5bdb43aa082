/** The fields that must be present if a part of a condition holds, or if it does not. */
import type { ASTNode } from '../../../core/condition/tree.ts';
import { askedByHas, memberSpelling, spelling } from './fields.ts';

export type Fields = ReadonlySet<string>;

const NONE: Fields = new Set();

/** The fields that are present if `node` has this truth value. */
export function presentIf(node: ASTNode, holds: boolean): Fields {
  const asked = askedByHas(node);
  if (asked !== undefined) return holds ? new Set([spelling(asked)]) : NONE;
  if (node.op === 'in') return holds ? new Set([memberSpelling(...node.args)]) : NONE;
  if (node.op === '!_') return presentIf(node.args, !holds);
  if (node.op !== '&&' && node.op !== '||') return NONE;
  const [a, b] = [presentIf(node.args[0], holds), presentIf(node.args[1], holds)];
  return (node.op === '&&') === holds ? union(a, b) : new Set([...a].filter((field) => b.has(field)));
}

export function union(a: Fields, b: Fields): Fields {
  return new Set([...a, ...b]);
}
