/** `{proxy+}` does not match the path of its parent: requests for that go to the parent, or fall through. */
import { greedyName, segmentsOf } from '../../../core/gateway/match.ts';
import { fallsThrough, openBelow } from './falls-through.ts';
import { has, isOpen, isProtected, verbsOf, written } from './finding.ts';
import type { Finding, GuardedMethod, ProtectedResource } from './finding.ts';
import { isBeside } from './open-beside.ts';

/** What a protected `{proxy+}` leaves open at the path above it; of another resource, nothing. */
export function aboveProxy<Method extends GuardedMethod>(
  resource: ProtectedResource<Method>,
): readonly Finding<Method>[] {
  const parent = parentOfProxy(resource.path);
  if (parent === undefined) return [];
  if (parent === '/') return openRoot(resource);
  // A parent with a protected method is judged as a resource of its own.
  if (resource.all.some((one) => isProtected(one) && one.resourcePath === parent)) return [];
  return [...openAt(parent, resource), ...fallenThroughAt(parent, resource)];
}

function parentOfProxy(path: string): string | undefined {
  const segments = segmentsOf(path);
  return greedyName(segments.at(-1) ?? '') === undefined ? undefined : `/${segments.slice(0, -1).join('/')}`;
}

/** CDK copies the methods of a proxy below the root to the root: an app that protects one of them means both. */
function openRoot<Method extends GuardedMethod>({
  path,
  methods,
  all,
}: ProtectedResource<Method>): readonly Finding<Method>[] {
  const root = all.filter((one) => isOpen(one) && one.resourcePath === '/');
  return root
    .filter(({ httpMethod }) => methods.some((one) => one.httpMethod === httpMethod))
    .map((at) => ({
      id: 'open-root',
      at,
      text:
        `${written(at)} is open, and ${path} does not take requests for it. CDK copies the methods of a resource that ` +
        'api.root.addProxy makes to the root. Protect the root, too: stepUp.protect(api.root, {}). Or make the proxy by ' +
        "api.root.addResource('{proxy+}'), whose methods CDK does not copy, or acknowledge that it is public.",
    }));
}

/** Open methods of the parent for verbs that the proxy protects. */
function openAt<Method extends GuardedMethod>(
  parent: string,
  { all, methods, first }: ProtectedResource<Method>,
): readonly Finding<Method>[] {
  const verbs = verbsOf(methods);
  return all
    .filter((one) => isOpen(one) && one.resourcePath === parent && verbs.some((verb) => has(one, verb)))
    .map((open) => isBeside(open, first));
}

/** Verbs that the proxy protects and the parent lacks, and that a less specific resource answers openly. */
function fallenThroughAt<Method extends GuardedMethod>(
  parent: string,
  { all, methods, first }: ProtectedResource<Method>,
): readonly Finding<Method>[] {
  return all.filter(isOpen).flatMap((open) => {
    const verbs = verbsOf(methods).filter((verb) =>
      openBelow(all, { verb, path: parent, resourcePath: parent }).includes(open),
    );
    return verbs.length === 0 ? [] : [fallsThrough(first, { verbs, path: parent, lacking: parent, open })];
  });
}
