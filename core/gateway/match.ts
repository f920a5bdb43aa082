/** Finds the method that a request is for (AWS: "Set up a REST API method"): static parts before `{name}` before `{proxy+}`. */
import { decoded } from '../percent-encoding.ts';

/** What a method says about the requests that it is for. */
export interface MethodAddress {
  /** `/payments/{id}` */
  readonly resourcePath: string;
  /** `ANY` stands for all that have no method of their own. */
  readonly httpMethod: string;
}

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
  const segments = path.split('/').slice(1);
  const paths = [...new Set(methods.map(({ resourcePath }) => resourcePath))].toSorted(bySpecificity);
  for (const resourcePath of paths) {
    const parameters = matchResource(resourcePath.split('/').slice(1), segments);
    if (parameters === undefined) continue;
    const own = methods.filter((method) => method.resourcePath === resourcePath);
    const method =
      own.find((one) => one.httpMethod === httpMethod) ?? own.find((one) => one.httpMethod === 'ANY');
    if (method === undefined) return undefined;
    return { method, pathParameters: Object.keys(parameters).length === 0 ? null : parameters };
  }
  return undefined;
}

function matchResource(
  resourcePath: readonly string[],
  path: readonly string[],
): Record<string, string> | undefined {
  const parameters: Record<string, string> = {};
  for (const [index, part] of resourcePath.entries()) {
    const greedy = /^\{([^}]+)\+\}$/.exec(part)?.[1];
    const segment = path[index];
    if (segment === undefined || (segment === '' && part !== '')) return undefined;
    if (greedy !== undefined) {
      parameters[greedy] = path.slice(index).join('/');
      return parameters;
    }
    const name = /^\{([^}]+)\}$/.exec(part)?.[1];
    if (name !== undefined) parameters[name] = segment;
    else if (part !== decoded(segment)) return undefined;
  }
  return path.length === resourcePath.length ? parameters : undefined;
}

function bySpecificity(a: string, b: string): number {
  const rank = (resourcePath: string) => resourcePath.split('/').slice(1).map(rankOf);
  const [ranksA, ranksB] = [rank(a), rank(b)];
  for (let index = 0; index < Math.max(ranksA.length, ranksB.length); index += 1) {
    const difference = (ranksA[index] ?? 3) - (ranksB[index] ?? 3);
    if (difference !== 0) return difference;
  }
  return 0;
}

function rankOf(part: string): number {
  if (part.endsWith('+}')) return 2;
  return part.startsWith('{') ? 1 : 0;
}
