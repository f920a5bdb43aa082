/** Names in a condition that no request has, whether the condition reads them or asks has() for them. */
import { SECRET_HEADERS } from '../../../core/condition/inputs.ts';
import { nodesOf } from '../../../core/condition/tree.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import type { Parameters } from '../parameters.ts';
import { askedByHas, fieldRead, spelling } from './fields.ts';

/** Why no request has the name. There is a lint rule for each reason. */
type Reason = 'unknown field' | 'unknown parameter' | 'secret header' | 'header with capitals';

export interface AbsentName {
  readonly reason: Reason;
  readonly name: string;
}

/** Every request has all of them: `has()` is true for each, and false for any other name. */
export const REQUEST_FIELDS = ['method', 'path', 'parameters', 'query', 'headers', 'sourceIp', 'userAgent'];

/** Literal names in the condition that no request has. Without `parameters`, path parameters are not checked. */
export function absentNames(tree: ASTNode, parameters: Parameters | undefined): readonly AbsentName[] {
  return [...nodesOf(tree)].flatMap((node): AbsentName[] => {
    const asked = askedByHas(node);
    const field = asked === undefined ? undefined : fieldRead(asked);
    if (field !== undefined && spelling(field.map) === 'request' && !REQUEST_FIELDS.includes(field.name))
      return [{ reason: 'unknown field', name: field.name }];
    const named = namedIn(node);
    const reason = named === undefined ? undefined : reasonOf(named, parameters);
    return named === undefined || reason === undefined ? [] : [{ reason, name: named.name }];
  });
}

interface Named {
  readonly map: string;
  readonly name: string;
}

function namedIn(node: ASTNode): Named | undefined {
  if (node.op === 'in') {
    const [name, map] = node.args;
    return name.op === 'value' && typeof name.args === 'string'
      ? { map: spelling(map), name: name.args }
      : undefined;
  }
  const field = fieldRead(node);
  return field === undefined ? undefined : { map: spelling(field.map), name: field.name };
}

function reasonOf({ map, name }: Named, parameters: Parameters | undefined): Reason | undefined {
  if (map === 'request.headers') {
    if (SECRET_HEADERS.includes(name.toLowerCase())) return 'secret header';
    return name === name.toLowerCase() ? undefined : 'header with capitals';
  }
  const isKnown = map !== 'request.parameters' || parameters === undefined || parameters.some.has(name);
  return isKnown ? undefined : 'unknown parameter';
}
