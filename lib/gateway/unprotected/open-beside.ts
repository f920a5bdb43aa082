/** Open methods beside a protected one, which may have been forgotten. */
import { bySpecificity } from '../../../core/gateway/match.ts';
import { overlap } from '../../../core/gateway/overlap.ts';
import { METHODS } from '../../../core/policy/key.ts';
import { has, isOpen, written } from './finding.ts';
import type { Finding, GuardedMethod, ProtectedResource } from './finding.ts';

/** Open methods of the resource, and of more specific resources that take requests from its protected methods. */
export function openBeside<Method extends GuardedMethod>({
  path,
  methods,
  all,
}: ProtectedResource<Method>): readonly Finding<Method>[] {
  return all.filter(isOpen).flatMap((open) => {
    const same = open.resourcePath === path;
    const within =
      bySpecificity(open.resourcePath, path) < 0 && overlap(path, open.resourcePath) !== undefined;
    const beside = methods.find((one) => same || (within && shareVerb(one, open)));
    return beside === undefined ? [] : [isBeside(open, beside)];
  });
}

export function isBeside<Method extends GuardedMethod>(open: Method, beside: Method): Finding<Method> {
  return {
    id: 'open-beside',
    at: open,
    text: `${written(open)} is open, beside ${written(beside)}, which is protected. Protect it too, or acknowledge that it is public.`,
  };
}

function shareVerb(a: GuardedMethod, b: GuardedMethod): boolean {
  return METHODS.some((verb) => has(a, verb) && has(b, verb));
}
