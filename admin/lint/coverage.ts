/** Which item counts for which method of the API. */
import type { ProtectedRoute } from '../protected-api.ts';
import { methodsOf } from '../../core/policy/key.ts';
import { countingKey, neighbours, policyCandidates } from '../../core/policy/precedence.ts';

/** How many methods an item could count for, and the templates of those that it counts for. */
interface Use {
  reached: number;
  readonly templates: Set<string>;
}

export interface Coverage {
  readonly uses: ReadonlyMap<string, Use>;
  /** The routes of the API for which no item counts, with the methods concerned. */
  readonly closed: ReadonlyMap<string, readonly string[]>;
  /** The templates that have the method HEAD, by itself or by ANY. */
  readonly withHead: ReadonlySet<string>;
}

/** Looks up each method of the API once. */
export function coverageOf(keys: ReadonlySet<string>, routes: readonly ProtectedRoute[]): Coverage {
  const uses = new Map<string, Use>();
  const closed = new Map<string, string[]>();
  const withHead = new Set<string>();
  for (const { declared, method, template } of singleMethods(routes)) {
    if (method === 'HEAD') withHead.add(template);
    const found = policyCandidates(method, template).filter((candidate) => keys.has(candidate));
    for (const [rank, key] of found.entries()) {
      const use = uses.get(key) ?? { reached: 0, templates: new Set<string>() };
      uses.set(key, use);
      use.reached += 1;
      if (rank === 0) use.templates.add(template);
    }
    if (found.length === 0) {
      const route = `${declared} ${template}`;
      const methods = closed.get(route);
      if (methods === undefined) closed.set(route, [method]);
      else methods.push(method);
    }
  }
  return { uses, closed, withHead };
}

interface Method extends ProtectedRoute {
  /** The method as the API declares it: itself, or ANY. */
  readonly declared: string;
}

/** Each method by itself: ANY of a resource stands for the methods that the resource does not have. */
function singleMethods(routes: readonly ProtectedRoute[]): Method[] {
  const own = new Set(routes.map(({ method, template }) => `${method} ${template}`));
  return routes.flatMap(({ method, template }): Method[] =>
    methodsOf(method)
      .filter((one) => one === method || !own.has(`${one} ${template}`))
      .map((one) => ({ declared: method, method: one, template })),
  );
}

/** The keys that would count without the item, for its methods; undefined stands for no key, a closed route. */
export function fallbacksOf(key: string, keys: ReadonlySet<string>): ReadonlySet<string | undefined> {
  // An item for any method also counts for methods that are not asked about here, such as OPTIONS.
  const named = neighbours(key).filter(({ method }) => method !== 'ANY');
  return new Set(named.map(({ below }) => countingKey(below, keys)));
}

export function isWildcard(key: string): boolean {
  return key.endsWith('/*');
}
