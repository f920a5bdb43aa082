/** What the conditions of rules read, and whether it can be there. */
import { treeOf } from '../../core/condition/condition.ts';
import type { Condition } from '../../core/condition/condition.ts';
import { nodesOf } from '../../core/condition/tree.ts';
import type { ASTNode } from '../../core/condition/tree.ts';
import { SECRET_HEADERS } from '../../core/condition/inputs.ts';
import { certainClaims } from './certain-claims.ts';
import { constantOf } from './constant.ts';
import { askedByHas, fieldRead, spelling } from './field-paths.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import { optionalReads } from './optional-reads.ts';
import type { Look, Subject, World } from './subject.ts';

/** A condition and where it is written. */
interface Written {
  readonly at: string;
  readonly when: Condition;
}

export const ruleConditions: Look = (subject, world) => {
  const { rules = [], upcoming } = subject.own;
  const written: Written[] = [
    ...rules.map(({ when }, index) => ({ at: `rules[${index}].when`, when })),
    ...(upcoming?.rules ?? []).map(({ when }, index) => ({ at: `upcoming.rules[${index}].when`, when })),
  ];
  return written.flatMap((one) => {
    const tree = treeOf(one.when);
    const mistakes = mentionFindings(subject, one, tree);
    return [
      ...mistakes,
      // Of a field that can never be there, it need not be said that it might not.
      ...(mistakes.length > 0 ? [] : unguarded(subject, one, tree, world)),
      ...constant(subject, one, tree, world),
    ];
  });
};

function unguarded(
  { key, parameters }: Subject,
  { at }: Written,
  tree: ASTNode,
  { trust }: World,
): Finding[] {
  const certain = new Set([
    ...certainClaims(trust),
    ...[...(parameters?.every ?? [])].flatMap((name) => [
      `request.parameters.${name}`,
      `request.parameters[${JSON.stringify(name)}]`,
    ]),
  ]);
  return optionalReads(tree, (field) => certain.has(field)).map((field) =>
    finding(
      'condition-unguarded',
      key,
      `${at} reads ${field}, which need not be there: then the condition fails, and the rule counts. ${advice(field)}`,
    ),
  );
}

/** has() takes a field whose name is an identifier. */
function advice(field: string): string {
  const [, map, name] = /^(.*)\[(.*)\]$/s.exec(field) ?? [];
  const guard = map === undefined || name === undefined ? `has(${field})` : `${name} in ${map}`;
  const absent = map === undefined ? `!${guard}` : `!(${guard})`;
  return `Write ${guard} && … if the rule shall not count without it, ${absent} || … if it shall`;
}

function constant(
  { key, methods }: Subject,
  { at, when }: Written,
  tree: ASTNode,
  { now }: World,
): Finding[] {
  const value = constantOf(tree, { methods, now });
  if (value === undefined) return [];
  return [
    value
      ? finding(
          'condition-always',
          key,
          `${at} always holds (${when.text}): move what the rule asks for into the item, or correct the condition`,
        )
      : finding(
          'condition-never',
          key,
          `${at} can never hold (${when.text}): correct it, or remove the rule`,
        ),
  ];
}

const REQUEST_FIELDS = ['method', 'path', 'parameters', 'query', 'headers', 'sourceIp', 'userAgent'];

/** Names that are written out, whether they are read or only asked for. */
function mentionFindings(subject: Subject, { at }: Written, tree: ASTNode): Finding[] {
  const found = [...nodesOf(tree)].flatMap((node) => {
    const asked = askedByHas(node);
    const field = asked === undefined ? undefined : fieldRead(asked);
    if (field !== undefined && spelling(field.map) === 'request' && !REQUEST_FIELDS.includes(field.name))
      return [
        finding(
          'condition-unknown-field',
          subject.key,
          `${at} asks for request.${field.name}, which does not exist: write one of ${REQUEST_FIELDS.join(', ')}`,
        ),
      ];
    const named = namedIn(node);
    if (named === undefined) return [];
    return named.map === 'request.headers' ? header(subject, at, named.name) : parameter(subject, at, named);
  });
  return [...new Map(found.map((one) => [one.message, one])).values()];
}

function namedIn(node: ASTNode): { readonly map: string; readonly name: string } | undefined {
  if (node.op === 'in') {
    const [name, map] = node.args;
    return name.op === 'value' && typeof name.args === 'string'
      ? { map: spelling(map), name: name.args }
      : undefined;
  }
  const field = fieldRead(node);
  return field === undefined ? undefined : { map: spelling(field.map), name: field.name };
}

function header({ key }: Subject, at: string, name: string): Finding[] {
  const lower = name.toLowerCase();
  if (SECRET_HEADERS.includes(lower))
    return [
      finding(
        'condition-header-unseen',
        key,
        `${at} reads the header ${name}, which holds credentials and is never there: read a claim of the token instead`,
      ),
    ];
  if (name === lower) return [];
  return [
    finding(
      'condition-header-case',
      key,
      `${at} reads the header ${name}, but names are in lower case: write "${lower}"`,
    ),
  ];
}

function parameter(
  { key, parameters }: Subject,
  at: string,
  { map, name }: { readonly map: string; readonly name: string },
): Finding[] {
  if (map !== 'request.parameters' || parameters === undefined || parameters.some.has(name)) return [];
  const known =
    parameters.some.size === 0 ? 'there is none' : `there is ${[...parameters.some].slice(0, 16).join(', ')}`;
  return [
    finding(
      'condition-parameter-unknown',
      key,
      `${at} reads the path parameter ${name}, which no template has (${known}): write the name in the braces of the template`,
    ),
  ];
}
