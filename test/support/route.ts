/** Routes as the tests write them: `POST /payments`. */

/** The method of a route, and its path or template. */
export function methodAndPath(route: string): readonly [method: string, path: string] {
  const [method = '', path = ''] = route.split(' ');
  return [method, path];
}

/** The URI of what a route requires, below the base URL of the API: the `resource` of an exchange. */
export function requirementUriOf(base: string, route: string): string {
  const [method, path] = methodAndPath(route);
  const segments = path.split('/').map(encodeURIComponent);
  return `${base}/step-up/requirements/${method}${path === '/' ? '' : segments.join('/')}`;
}
