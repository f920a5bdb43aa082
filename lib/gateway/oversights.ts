/** Warnings at synth of likely mistakes: a policy that no route uses, a group without a policy, no protected method. */
import { Annotations, Aspects } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
import { groupKey, isGroupKey, methodsOf } from '../../core/policy/key.ts';
import { policyCandidates } from '../../core/policy/precedence.ts';
import type { Policy } from '../policy.ts';
import type { ProtectedRoute } from './protected-methods.ts';

export interface Oversights {
  /** All protected routes, ours included. */
  readonly routes: () => readonly ProtectedRoute[];
  readonly seeds: () => readonly (Policy & { readonly route: string })[];
  /** How many of the routes are ours. */
  readonly ownRoutes: number;
}

/** Checks at synth, when the app is complete. */
export function warnOfOversights(scope: Construct, given: Oversights): void {
  Aspects.of(scope).add({
    visit: (node) => {
      if (node !== scope) return;
      for (const [id, text] of found(given))
        Annotations.of(scope).addWarningV2(`step-up-authorizer:${id}`, text);
    },
  });
}

type Warning = readonly [id: string, text: string];

function found({ routes, seeds, ownRoutes }: Oversights): readonly Warning[] {
  const all = seeds();
  const keys = new Set(routes().flatMap(keysOfMethods));
  const unused = all.filter(({ route }) => !isGroupKey(route) && !keys.has(route));
  const groups = new Set(all.flatMap(({ group }) => group ?? []));
  const missing = [...groups].filter((group) => !all.some(({ route }) => route === groupKey(group)));
  return [
    ...(routes().length > ownRoutes ? [] : [NOTHING_PROTECTED]),
    ...unused.map(({ route }): Warning => [
      'unused-policy',
      `No protected route uses the policy of ${route}.`,
    ]),
    ...missing.map((group): Warning => [
      'missing-group',
      `The group ${group} has no policy here: seed "GROUP ${group}", or its routes stay closed until an administrator writes it.`,
    ]),
  ];
}

const NOTHING_PROTECTED: Warning = [
  'nothing-protected',
  'Nothing is protected yet: call protect with the methods that need it.',
];

/** The policy keys of a protected method. For ANY, those of each method that a request may have. */
function keysOfMethods({ method, resourcePath }: ProtectedRoute): readonly string[] {
  return methodsOf(method).flatMap((one) => policyCandidates(one, resourcePath));
}
