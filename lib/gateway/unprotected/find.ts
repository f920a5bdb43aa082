/**
 * Finds the open methods that answer where a protected one seems to: API Gateway asks for resource and verb, and an open
 * method beside a protected one may have been forgotten. A public method elsewhere in the API is neither.
 */
import { aboveProxy } from './above-proxy.ts';
import { fallenThrough } from './falls-through.ts';
import { isProtected } from './finding.ts';
import type { Finding, GuardedMethod, ProtectedResource } from './finding.ts';
import { openBeside } from './open-beside.ts';

/** Reads all methods of an API, without those of this construct. OPTIONS is none of them: it stays open. */
export function findUnprotected<Method extends GuardedMethod>(
  methods: readonly Method[],
): readonly Finding<Method>[] {
  const found = protectedResources(methods.filter(({ httpMethod }) => httpMethod !== 'OPTIONS')).flatMap(
    (resource) => [...fallenThrough(resource), ...openBeside(resource), ...aboveProxy(resource)],
  );
  return onceForEachOpen(found);
}

function protectedResources<Method extends GuardedMethod>(
  all: readonly Method[],
): readonly ProtectedResource<Method>[] {
  const paths = [...new Set(all.map(({ resourcePath }) => resourcePath))];
  return paths.flatMap((path) => {
    const own = all.filter(({ resourcePath }) => resourcePath === path);
    const [first, ...others] = own.filter(isProtected);
    return first === undefined ? [] : [{ path, own, first, methods: [first, ...others], all }];
  });
}

/**
 * An open method may be beside several protected ones, and is protected once: the first finding says it. What falls through
 * is found at the protected method, each time to another open one: all of these are to be closed.
 */
function onceForEachOpen<Method>(found: readonly Finding<Method>[]): readonly Finding<Method>[] {
  return found.filter(
    ({ id, at }, index) => id === 'falls-through' || found.findIndex((one) => one.at === at) === index,
  );
}
