/** Verbs that API Gateway passes on from a protected resource, which lacks them, to a less specific one that is open. */
import { bySpecificity, matches } from '../../../core/gateway/match.ts';
import { overlap } from '../../../core/gateway/overlap.ts';
import { METHODS } from '../../../core/policy/key.ts';
import { has, isOpen, written } from './finding.ts';
import type { Finding, GuardedMethod, ProtectedResource } from './finding.ts';

/** Verbs that the resource lacks, and that a less specific resource answers openly. */
export function fallenThrough<Method extends GuardedMethod>({
  path,
  own,
  all,
  first,
}: ProtectedResource<Method>): readonly Finding<Method>[] {
  const missing = METHODS.filter((verb) => !own.some((one) => has(one, verb)));
  const less = all.filter((one) => isOpen(one) && bySpecificity(path, one.resourcePath) < 0);
  return less.flatMap((open) => {
    const shared = overlap(path, open.resourcePath);
    if (shared === undefined) return [];
    const verbs = missing.filter((verb) =>
      openBelow(all, { verb, path: shared, resourcePath: path }).includes(open),
    );
    return verbs.length === 0 ? [] : [fallsThrough(first, { verbs, path: shared, lacking: path, open })];
  });
}

/** The open methods that may answer: none of the resource itself, and none where a more specific one answers. */
export function openBelow<Method extends GuardedMethod>(
  all: readonly Method[],
  { verb, path, resourcePath }: { verb: string; path: string; resourcePath: string },
): readonly Method[] {
  const answering = matches(all, verb, path).map(({ method }) => method);
  const falls = answering.every((one) => bySpecificity(resourcePath, one.resourcePath) < 0);
  return falls ? answering.filter(isOpen) : [];
}

/** Says of requests for `path` that they reach `open`, since the resource `lacking` has no method for the verbs. */
export function fallsThrough<Method extends GuardedMethod>(
  at: Method,
  { verbs, path, lacking, open }: { verbs: readonly string[]; path: string; lacking: string; open: Method },
): Finding<Method> {
  const text =
    `${list(verbs)} ${path} can reach ${written(open)}, which is open: ${lacking} has no method for ` +
    `${verbs.length === 1 ? 'it' : 'them'}, and API Gateway then takes a less specific resource that has one. Add an ANY to ` +
    `${lacking} and protect it, or protect ${written(open)}.`;
  return { id: 'falls-through', at, text };
}

/** `GET, HEAD and PUT` */
function list(verbs: readonly string[]): string {
  const last = verbs.at(-1) ?? '';
  return verbs.length < 2 ? last : `${verbs.slice(0, -1).join(', ')} and ${last}`;
}
