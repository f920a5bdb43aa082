/** The key of a policy item: `METHOD /template` for a route, `GROUP name` for a group. */

/** The protected methods; `ANY` means all of them. OPTIONS has no credentials: it stays open for browsers. */
export const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];

/** The methods that the key of a route may have. */
export const ROUTE_METHODS = ['ANY', ...METHODS];

const GROUP_PREFIX = 'GROUP ';

const FORM = new RegExp(`^(?:(?:${ROUTE_METHODS.join('|')}) /\\S*|${GROUP_PREFIX}\\S+)$`);

/** Whether a text is written as a key is. Whether an item may have the key, its schema says (item.ts). */
export function isWrittenAsKey(text: string): boolean {
  return FORM.test(text);
}

/** The two parts of a route, or of a key: `METHOD /template`. All behind the first space is the template. */
export function partsOf(route: string): readonly [method: string, template: string] {
  const [method = '', ...template] = route.split(' ');
  return [method, template.join(' ')];
}

/** The methods that the method of a route stands for: `ANY` for the protected ones, each other one for itself. */
export function methodsOf(method: string): readonly string[] {
  return method === 'ANY' ? METHODS : [method];
}

/** The key of a group's item. */
export function groupKey(group: string): string {
  return `${GROUP_PREFIX}${group}`;
}

/** Whether a key is that of a group's item. */
export function isGroupKey(key: string): boolean {
  return key.startsWith(GROUP_PREFIX);
}

/** The name of the group whose item has this key; undefined for the key of a route. */
export function groupNameOf(key: string): string | undefined {
  return isGroupKey(key) ? key.slice(GROUP_PREFIX.length) : undefined;
}
