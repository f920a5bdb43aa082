/** Conditions that fail, and conditions that do not depend on the request. */
import { certainClaims } from '../condition/certain-claims.ts';
import { optionalReads } from '../condition/optional-reads.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';
import { closingMistakes } from './closing.ts';

export const CONDITION_RULES = [
  {
    id: 'condition-invalid',
    scope: 'table',
    severity: 'error',
    meaning:
      'The condition does not compile, or names a variable or field that does not exist. The route is closed.',
    remedy: 'Correct the condition.',
    check: (world) =>
      closingMistakes(world, 'condition', ({ text, given }) => `${text}${given}: correct the condition`),
  },
  {
    id: 'condition-unguarded',
    scope: 'item',
    severity: 'warning',
    meaning:
      'The condition reads a field that can be absent. If it is absent, the condition fails, and the rule counts.',
    remedy:
      'Decide what holds without the field: with `has(x) && …` the rule does not count, with `!has(x) || …` it counts.',
    check: unguarded,
  },
  {
    id: 'condition-never',
    scope: 'item',
    severity: 'warning',
    meaning: 'The condition can never hold.',
    remedy: 'Correct it, or remove the rule.',
    check: ({ conditions }) =>
      conditions
        .filter(({ constant }) => constant === false)
        .map(({ at, text }) => ({
          field: at,
          message: `${at} can never hold (${text}): correct it, or remove the rule`,
        })),
  },
  {
    id: 'condition-always',
    scope: 'item',
    severity: 'warning',
    meaning: 'The condition always holds.',
    remedy: 'Move what the rule asks for into the item, or correct the condition.',
    check: ({ conditions }) =>
      conditions
        .filter(({ constant }) => constant === true)
        .map(({ at, text }) => ({
          field: at,
          message: `${at} always holds (${text}): move what the rule asks for into the item, or correct the condition`,
        })),
  },
] as const satisfies readonly LintRule[];

/** Not of a condition with a name that no request has: condition-names.ts has the rules for it. */
function unguarded({ conditions, parameters }: Subject, { trust }: World): ItemMessage[] {
  const certain = new Set([
    ...certainClaims(trust),
    ...[...(parameters?.every ?? [])].flatMap((name) => [
      `request.parameters.${name}`,
      `request.parameters[${JSON.stringify(name)}]`,
    ]),
  ]);
  return conditions
    .filter(({ absent }) => absent.length === 0)
    .flatMap(({ at, tree }) =>
      optionalReads(tree, (field) => certain.has(field)).map((field) => ({
        field: at,
        message: `${at} reads ${field}, which can be absent: then the condition fails, and the rule counts. ${advice(field)}`,
      })),
    );
}

/** has() takes a field whose name is an identifier. */
function advice(field: string): string {
  const [, map, name] = /^(.*)\[(.*)\]$/s.exec(field) ?? [];
  const guard = map === undefined || name === undefined ? `has(${field})` : `${name} in ${map}`;
  const absent = map === undefined ? `!${guard}` : `!(${guard})`;
  return `Write ${guard} && … if the rule must not count without it, ${absent} || … if it must`;
}
