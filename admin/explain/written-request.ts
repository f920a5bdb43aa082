/** The route of a method and a path, and the request as rules see it. */
import { headerLists, requestInputs } from '../../core/condition/inputs.ts';
import type { RequestInputs } from '../../core/condition/inputs.ts';
import { takeApart } from '../../core/answer/sent-path.ts';
import { ruledPath } from '../../core/answer/urls.ts';
import { bySpecificity, match } from '../../core/gateway/match.ts';
import type { MethodAddress } from '../../core/gateway/match.ts';
import { routedPath } from '../../core/slashes.ts';
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
}

/**
 * Finds the template of the path among the methods of the API as API Gateway does. The path may be a template itself: then it
 * stands for every request that no more specific resource takes, and the values of its parameters are not known. Where the
 * API is not known, the path is used as the template. Throws an AdminRefusal where no method of the API matches, or one that
 * is not protected.
 */
export function readRequest(written: WrittenRequest, api: ApiMethods): ReadRequest {
  const method = written.method.toUpperCase();
  const { path, query: ownQuery } = pathAndQuery(written.path);
  if (!path.startsWith('/'))
    throw new AdminRefusal(
      'input_malformed',
      `${written.path} is not a path: write it below the base URL, such as /payments/17.`,
    );
  const { template, values } = findRoute(method, path, api);
  const { parameters } = takeApart({ path, template, values });
  const headers = headerLists(listed(written.headers));
  return {
    template,
    path,
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
  if (routes === undefined) return { template: path, values: {} };
  const methods = [...addressesOf(routes, true), ...addressesOf(otherMethods, false)];
  const matched = match(isTemplate(path) ? notMoreSpecific(methods, path) : methods, method, path);
  if (matched === undefined) throw noSuchRoute(method, path, routes);
  const { isProtected, httpMethod, resourcePath } = matched.method;
  if (!isProtected) throw notProtected(`${method} ${path}`, `${httpMethod} ${resourcePath}`);
  return { template: resourcePath, values: isTemplate(path) ? {} : (matched.pathParameters ?? {}) };
}

/** The path of a request as it is written. */
export function pathAndQuery(written: string): { readonly path: string; readonly query: string } {
  const [path = '', query = ''] = written.split(/\?(.*)/s, 2);
  return { path, query };
}

/** Whether the path names a resource, such as `/payments/{id}`, in place of one request. */
export function isTemplate(path: string): boolean {
  return path.includes('{');
}

function notMoreSpecific<Method extends MethodAddress>(methods: readonly Method[], template: string) {
  return methods.filter(({ resourcePath }) => bySpecificity(resourcePath, routedPath(template)) >= 0);
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
