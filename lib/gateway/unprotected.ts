/**
 * Finds the open methods that answer where a protected one seems to: API Gateway asks for resource and verb, and an open
 * method beside a protected one may have been forgotten. A public method elsewhere in the API is neither.
 */
import { bySpecificity, greedyName, matches, segmentsOf } from '../../core/gateway/match.ts';
import type { MethodAddress } from '../../core/gateway/match.ts';
import { overlap } from '../../core/gateway/overlap.ts';
import { METHODS, methodsOf } from '../../core/policy/key.ts';

/** What stands before a method: the step-up authorizer, nothing, or another authorization. */
export interface GuardedMethod extends MethodAddress {
  readonly guard: 'step-up' | 'none' | 'other';
}

export interface Finding<Method> {
  /** `falls-through`, `open-beside` or `open-root`. */
  readonly id: string;
  /** The method to change: the protected one from which a verb falls through, else the open one. */
  readonly at: Method;
  readonly text: string;
}

/** Reads all methods of an API, without those of this construct. OPTIONS is none of them: it stays open. */
export function findUnprotected<Method extends GuardedMethod>(
  methods: readonly Method[],
): readonly Finding<Method>[] {
  const judged = methods.filter(({ httpMethod }) => httpMethod !== 'OPTIONS');
  const paths = [...new Set(judged.map(({ resourcePath }) => resourcePath))];
  const found = paths.flatMap((path) => {
    const own = judged.filter(({ resourcePath }) => resourcePath === path);
    const [first, ...others] = own.filter(isProtected);
    if (first === undefined) return [];
    const resource: Protected<Method> = { path, own, first, methods: [first, ...others], all: judged };
    return [...fallenThrough(resource), ...openBeside(resource), ...aboveProxy(resource)];
  });
  return found.filter(
    ({ id, at }, index) => id === 'falls-through' || found.findIndex((one) => one.at === at) === index,
  );
}

/** A resource with at least one protected method, among all methods of the API. */
interface Protected<Method> {
  readonly path: string;
  readonly own: readonly Method[];
  readonly methods: readonly Method[];
  readonly first: Method;
  readonly all: readonly Method[];
}

function isProtected({ guard }: GuardedMethod): boolean {
  return guard === 'step-up';
}

function isOpen({ guard }: GuardedMethod): boolean {
  return guard === 'none';
}

/** Verbs that the resource lacks, and that a less specific resource answers openly. */
function fallenThrough<Method extends GuardedMethod>({
  path,
  own,
  all,
  first,
}: Protected<Method>): readonly Finding<Method>[] {
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
function openBelow<Method extends GuardedMethod>(
  all: readonly Method[],
  { verb, path, resourcePath }: { verb: string; path: string; resourcePath: string },
): readonly Method[] {
  const answering = matches(all, verb, path).map(({ method }) => method);
  const falls = answering.every((one) => bySpecificity(resourcePath, one.resourcePath) < 0);
  return falls ? answering.filter(isOpen) : [];
}

function fallsThrough<Method extends GuardedMethod>(
  at: Method,
  { verbs, path, lacking, open }: { verbs: readonly string[]; path: string; lacking: string; open: Method },
): Finding<Method> {
  const text =
    `${list(verbs)} ${path} can reach ${written(open)}, which is open: ${lacking} has no method for ` +
    `${verbs.length === 1 ? 'it' : 'them'}, and API Gateway then takes a less specific resource that has one. Add an ANY to ` +
    `${lacking} and protect it, or protect ${written(open)}.`;
  return { id: 'falls-through', at, text };
}

/** Open methods of the resource, and of more specific resources that take requests from its protected methods. */
function openBeside<Method extends GuardedMethod>({
  path,
  methods,
  all,
}: Protected<Method>): readonly Finding<Method>[] {
  return all.filter(isOpen).flatMap((open) => {
    const same = open.resourcePath === path;
    const within =
      bySpecificity(open.resourcePath, path) < 0 && overlap(path, open.resourcePath) !== undefined;
    const beside = methods.find((one) => same || (within && verbsOfBoth(one, open).length > 0));
    return beside === undefined ? [] : [isBeside(open, beside)];
  });
}

/** `{proxy+}` does not match the path of its parent: requests for that go to the parent, or fall through. */
function aboveProxy<Method extends GuardedMethod>(resource: Protected<Method>): readonly Finding<Method>[] {
  const segments = segmentsOf(resource.path);
  if (greedyName(segments.at(-1) ?? '') === undefined) return [];
  const parent = `/${segments.slice(0, -1).join('/')}`;
  if (parent === '/') return openRoot(resource);
  const { all, methods, first } = resource;
  const ofParent = all.filter(({ resourcePath }) => resourcePath === parent);
  // A parent with a protected method is judged as a resource of its own.
  if (ofParent.some(isProtected)) return [];
  const verbs = METHODS.filter((verb) => methods.some((one) => has(one, verb)));
  const beside = ofParent.filter((one) => isOpen(one) && verbs.some((verb) => has(one, verb)));
  return [
    ...beside.map((open) => isBeside(open, first)),
    ...all.filter(isOpen).flatMap((open) => {
      const falling = verbs.filter((verb) =>
        openBelow(all, { verb, path: parent, resourcePath: parent }).includes(open),
      );
      return falling.length === 0
        ? []
        : [fallsThrough(first, { verbs: falling, path: parent, lacking: parent, open })];
    }),
  ];
}

/** CDK copies the methods of a `{proxy+}` below the root to the root: an app that protects one of them means both. */
function openRoot<Method extends GuardedMethod>({ path, methods, all }: Protected<Method>) {
  const root = all.filter((one) => isOpen(one) && one.resourcePath === '/');
  return root
    .filter(({ httpMethod }) => methods.some((one) => one.httpMethod === httpMethod))
    .map((at) => ({
      id: 'open-root',
      at,
      text:
        `${written(at)} is open, and ${path} does not take requests for it: CDK copies the methods of a {proxy+} to the root. ` +
        'Protect it too, or make the proxy with anyMethod: false.',
    }));
}

function isBeside<Method extends GuardedMethod>(open: Method, beside: Method): Finding<Method> {
  return {
    id: 'open-beside',
    at: open,
    text: `${written(open)} is open, beside ${written(beside)}, which is protected. Protect it too, or acknowledge that it is public.`,
  };
}

function has({ httpMethod }: MethodAddress, verb: string): boolean {
  return methodsOf(httpMethod).includes(verb);
}

function verbsOfBoth(a: MethodAddress, b: MethodAddress): readonly string[] {
  return METHODS.filter((verb) => has(a, verb) && has(b, verb));
}

function written({ httpMethod, resourcePath }: MethodAddress): string {
  return `${httpMethod} ${resourcePath}`;
}

/** `GET, HEAD and PUT` */
function list(verbs: readonly string[]): string {
  const last = verbs.at(-1) ?? '';
  return verbs.length < 2 ? last : `${verbs.slice(0, -1).join(', ')} and ${last}`;
}
