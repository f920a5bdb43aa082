/** Warns of what synth can see, and nobody means: policies that nothing uses, groups without a policy, nothing protected. */
import { Annotations, Aspects } from 'aws-cdk-lib';
import type { Construct } from 'constructs';
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

/** At synth, when all has been said. */
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
  const keys = new Set(routes().flatMap(candidatesOf));
  const unused = all.filter(({ route }) => !isGroup(route) && !keys.has(route));
  const groups = new Set(all.flatMap(({ group }) => group ?? []));
  const missing = [...groups].filter((group) => !all.some(({ route }) => route === `GROUP ${group}`));
  return [
    ...(routes().length > ownRoutes ? [] : [NOTHING_PROTECTED]),
    ...unused.map(({ route }): Warning => [
      'unused-policy',
      `No protected route uses the policy of ${route}.`,
    ]),
    ...missing.map((group): Warning => [
      'missing-group',
      `The group ${group} has no policy here: seed "GROUP ${group}", or its routes stay closed until somebody writes it.`,
    ]),
  ];
}

const NOTHING_PROTECTED: Warning = [
  'nothing-protected',
  'Nothing is protected yet: call protect with the methods that need it.',
];

function isGroup(route: string): boolean {
  return route.startsWith('GROUP ');
}

/** Where the policy of a protected method may stand. Behind ANY, requests come with a method of their own. */
function candidatesOf({ method, resourcePath }: ProtectedRoute): readonly string[] {
  const methods = method === 'ANY' ? ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] : [method];
  return methods.flatMap((one) => policyCandidates(one, resourcePath));
}
