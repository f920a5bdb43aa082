/** The route of a method and a path, and the request as rules see it. */
import { headerLists, requestInputs } from '../../core/condition/inputs.ts';
import type { RequestInputs } from '../../core/condition/inputs.ts';
import { takeApart } from '../../core/answer/sent-path.ts';
import { ruledPath } from '../../core/answer/urls.ts';
import { match } from '../../core/gateway/match.ts';
import { AdminRefusal } from '../refusals/refusal.ts';
import type { ApiMethod, ApiMethods } from '../protected-api.ts';

/** A request as an administrator describes it. The path may contain a query. */
export interface WrittenRequest {
  readonly method: string;
  readonly path: string;
  readonly query: readonly (readonly [name: string, value: string])[];
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly ip: string | undefined;
}

export interface ReadRequest {
  readonly template: string;
  readonly request: RequestInputs;
  /** As it was written, below the base URL. */
  readonly path: string;
  /** True where the API is known and has no such method. */
  readonly unknownRoute: boolean;
}

/**
 * Finds the template of the path among the methods of the API as API Gateway does, unless the path is a template itself.
 * Where the API is not known, the path is used as the template. Throws an AdminRefusal where no method of the API matches,
 * or one that is not protected.
 */
export function readRequest(written: WrittenRequest, api: ApiMethods): ReadRequest {
  const method = written.method.toUpperCase();
  const [path = '', ownQuery = ''] = written.path.split(/\?(.*)/s, 2);
  if (!path.startsWith('/'))
    throw new AdminRefusal(
      'input_malformed',
      `${written.path} is not a path: write it below the base URL, such as /payments/17.`,
    );
  const { template, values, unknownRoute } = findRoute(method, path, api);
  const { parameters } = takeApart({ path, template, values });
  const headers = headerLists(listed(written.headers));
  return {
    template,
    path,
    unknownRoute,
    request: requestInputs({
      method,
      path: ruledPath(path),
      parameters,
      query: listed([...new URLSearchParams(ownQuery), ...written.query]),
      headers,
      sourceIp: written.ip ?? '',
      userAgent: headers['user-agent']?.at(-1) ?? '',
    }),
  };
}

function findRoute(method: string, path: string, { routes, otherMethods = [] }: ApiMethods) {
  if (routes === undefined) return { template: path, values: {}, unknownRoute: false };
  if (path.includes('{')) {
    const known = routes.some(
      (one) => one.template === path && (one.method === method || one.method === 'ANY'),
    );
    return { template: path, values: {}, unknownRoute: !known };
  }
  const matched = match([...addressesOf(routes, true), ...addressesOf(otherMethods, false)], method, path);
  if (matched === undefined) throw noSuchRoute(method, path, routes);
  const { isProtected, httpMethod, resourcePath } = matched.method;
  if (!isProtected) throw notProtected(`${method} ${path}`, `${httpMethod} ${resourcePath}`);
  return { template: resourcePath, values: matched.pathParameters ?? {}, unknownRoute: false };
}

function addressesOf(methods: readonly ApiMethod[], isProtected: boolean) {
  return methods.map(({ method, template }) => ({ httpMethod: method, resourcePath: template, isProtected }));
}

function noSuchRoute(method: string, path: string, routes: readonly ApiMethod[]): AdminRefusal {
  const known = routes.map((one) => `${one.method} ${one.template}`).toSorted();
  return new AdminRefusal(
    'no_such_route',
    `No protected method of the API is for ${method} ${path}. It has: ${known.join(', ')}.`,
    { routes: known },
  );
}

function notProtected(request: string, reached: string): AdminRefusal {
  return new AdminRefusal(
    'route_not_protected',
    `${request} reaches ${reached}, which step-up does not protect: API Gateway takes the most specific resource that has ` +
      'the verb.',
    { reached },
  );
}

type Pair<Value> = readonly [name: string, value: Value];

function listed(pairs: readonly Pair<string>[]): readonly Pair<readonly string[]>[] {
  return pairs.map(([name, value]) => [name, [value]]);
}
