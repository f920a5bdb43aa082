/** What API Gateway puts into a header of an answer (Amazon API Gateway: "Parameter mapping source reference"). */
import { ownValue } from '../own-value.ts';

/** What `$context` means in a mapping or a template; a stage variable has the name `stageVariables.…`. */
export type ContextVariables = Readonly<Record<string, string>>;

/** Parameters of the request that a header mapping may name, such as `method.request.header.origin`. */
export type RequestParameters = Readonly<Record<string, string>>;

export type Mapping =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'variable'; readonly name: string }
  /** By the name that it has in RequestParameters. */
  | { readonly kind: 'parameter'; readonly name: string };

const LITERAL = /^'(.*)'$/s;
const VARIABLE = /^(?:context\.(?<context>.+)|(?<stage>stageVariables\..+))$/;
const PARAMETER = /^method\.request\.(header|path|querystring)\.(.+)$/;

/** Undefined for a mapping of another kind. */
export function mappingOf(source: string): Mapping | undefined {
  const text = LITERAL.exec(source)?.[1];
  if (text !== undefined) return { kind: 'literal', text };
  const { context, stage } = VARIABLE.exec(source)?.groups ?? {};
  const variable = context ?? stage;
  if (variable !== undefined) return { kind: 'variable', name: variable };
  const [, location, name = ''] = PARAMETER.exec(source) ?? [];
  if (location === undefined) return undefined;
  // The case of header names does not matter.
  return {
    kind: 'parameter',
    name: `method.request.${location}.${location === 'header' ? name.toLowerCase() : name}`,
  };
}

/** The value; undefined where there is none, and for a mapping of another kind. */
export function mappedValue(
  source: string,
  variables: ContextVariables,
  parameters: RequestParameters = {},
): string | undefined {
  const mapping = mappingOf(source);
  switch (mapping?.kind) {
    case undefined:
      return undefined;
    case 'literal':
      return mapping.text;
    case 'variable':
      return ownValue(variables, mapping.name);
    case 'parameter':
      return ownValue(parameters, mapping.name);
  }
}
