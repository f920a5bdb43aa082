/** Finds the method that a request is for (AWS: "Set up a REST API method"): static parts before `{name}` before `{proxy+}`. */
import { decoded } from '../percent-encoding.ts';
import { routedPath } from '../slashes.ts';

/** What a method says about the requests that it is for. */
export interface MethodAddress {
  /** `/payments/{id}` */
  readonly resourcePath: string;
  /** `ANY` stands for all verbs that have no method of their own. */
  readonly httpMethod: string;
}

/** What `ANY` stands for (AWS: "Set up a method request in API Gateway"). A request with another verb has no method. */
export const VERBS: readonly string[] = ['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST', 'PUT'];

export interface Match<Method extends MethodAddress> {
  readonly method: Method;
  readonly pathParameters: Readonly<Record<string, string>> | null;
}

/** The method for a path below the stage, or undefined. `path` as it was sent, and so are the parameters. */
export function match<Method extends MethodAddress>(
  methods: readonly Method[],
  httpMethod: string,
  path: string,
): Match<Method> | undefined {
  return matches(methods, httpMethod, path)[0];
}

/**
 * Every method that could answer, the most specific first. API Gateway asks for resource and verb: a resource that
 * matches the path, but lacks the verb, yields to a less specific one that has it (measured on AWS by the authors of
 * MiniStack and LocalStack; which of several less specific ones it takes was not).
 */
export function matches<Method extends MethodAddress>(
  methods: readonly Method[],
  httpMethod: string,
  path: string,
): readonly Match<Method>[] {
  const segments = segmentsOf(routedPath(path));
  const paths = [...new Set(methods.map(({ resourcePath }) => resourcePath))].toSorted(bySpecificity);
  return paths.flatMap((resourcePath) => {
    const parameters = matchResource(segmentsOf(resourcePath), segments);
    const own = methods.filter((method) => method.resourcePath === resourcePath);
    const method =
      own.find((one) => one.httpMethod === httpMethod) ??
      own.find((one) => one.httpMethod === 'ANY' && VERBS.includes(httpMethod));
    if (parameters === undefined || method === undefined) return [];
    return [{ method, pathParameters: Object.keys(parameters).length === 0 ? null : parameters }];
  });
}

function matchResource(
  resourcePath: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of resourcePath.entries()) {
    const greedy = greedyName(part);
    const segment = path[index];
    if (segment === undefined) return undefined;
    if (greedy !== undefined) {
      const rest = path.slice(index).join('/');
      return rest === '' ? undefined : { ...parameters, [greedy]: rest };
    }
    if (segment === '' && part !== '') return undefined;
    const name = parameterName(part);
    if (name !== undefined) parameters[name] = segment;
    else if (part !== decoded(segment)) return undefined;
  }
  return path.length === resourcePath.length ? parameters : undefined;
}

/** Orders resource paths: the more specific first. */
export function bySpecificity(a: string, b: string): number {
  const rank = (resourcePath: string) => segmentsOf(resourcePath).map(rankOf);
  const [ranksA, ranksB] = [rank(a), rank(b)];
  for (let index = 0; index < Math.max(ranksA.length, ranksB.length); index += 1) {
    const difference = (ranksA[index] ?? 3) - (ranksB[index] ?? 3);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf(part: string): number {
  if (greedyName(part) !== undefined) return 2;
  return parameterName(part) === undefined ? 0 : 1;
}

export function segmentsOf(path: string): readonly string[] {
  return path.split('/').slice(1);
}

/** Of `{name+}`, which takes the rest of the path. */
export function greedyName(part: string): string | undefined {
  return /^\{([^}]+)\+\}$/.exec(part)?.[1];
}

/** Of `{name}`. */
export function parameterName(part: string): string | undefined {
  return /^\{([^}]*[^}+])\}$/.exec(part)?.[1];
}
