/** Claims about the sign-in in conditions, which issuers name and word in different ways. */
import { nodesOf } from '../../../core/condition/tree.ts';
import { signInNames } from '../../../core/token/said-sign-in.ts';
import { fieldRead, memberSpelling, spelling } from '../condition/fields.ts';
import type { ASTNode } from '../../../core/condition/tree.ts';
import type { ItemMessage, LintRule } from '../lint-rule.ts';
import type { Subject } from '../subject.ts';
import type { World } from '../world.ts';

export const SIGN_IN_NAME_RULES = [
  {
    id: 'condition-claims-of-sign-in',
    scope: 'item',
    severity: 'warning',
    meaning:
      'The condition reads acr, methods or time of the sign-in from the claims. Their names and words differ from issuer to issuer.',
    remedy: 'Read `signIn.acr` (in your words), `signIn.amr` or `signIn.age` (in seconds).',
    check: ({ conditions }, world) => conditions.flatMap(({ at, tree }) => messagesOn(at, tree, world)),
  },
] as const satisfies readonly LintRule[];

function messagesOn(at: Subject['conditions'][number]['at'], tree: ASTNode, world: World): ItemMessage[] {
  const better = betterNames(world);
  const read = [...nodesOf(tree)].flatMap((node) => {
    if (node.op === 'in') return memberSpelling(node.args[0], node.args[1]);
    return fieldRead(node) === undefined ? [] : spelling(node);
  });
  return [...new Set(read)].flatMap((field) => {
    const name = better.get(field);
    if (name === undefined) return [];
    return [
      { field: at, message: `${at} reads ${field}: write ${name}, which says the same for every issuer` },
    ];
  });
}

function betterNames({ trust }: World): ReadonlyMap<string, string> {
  const names = trust.issuers.map(signInNames);
  const read = (claims: readonly (string | undefined)[], better: string) =>
    claims.filter((claim) => claim !== undefined).map((claim) => [`claims.${claim}`, better] as const);
  return new Map([
    ...read(['acr', ...names.map(({ acr }) => acr)], 'signIn.acr, in your own words'),
    ...read(['amr', ...names.map(({ amr }) => amr)], 'signIn.amr'),
    ...read(['auth_time', ...names.map(({ authTime }) => authTime)], 'signIn.age, in seconds'),
  ]);
}
