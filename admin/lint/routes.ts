/** Items and methods of the API that do not belong together, and items that count for nothing. */
import { groupKey, isGroupKey } from '../../core/policy/item.ts';
import { isWildcard } from './coverage.ts';
import type { Coverage } from './coverage.ts';
import { finding } from './finding.ts';
import type { Finding } from './finding.ts';
import type { Items } from './items.ts';

export function routeFindings(items: Items, coverage: Coverage | undefined): Finding[] {
  return [...groupFindings(items), ...(coverage === undefined ? [] : useFindings(items, coverage))];
}

function groupFindings({ keys, routes }: Items): Finding[] {
  const named = new Set<string>();
  const found: Finding[] = [];
  for (const [key, { group }] of routes) {
    if (group === undefined) continue;
    named.add(groupKey(group));
    if (!keys.has(groupKey(group)))
      found.push(
        finding(
          'group-missing',
          key,
          `group: there is no item ${groupKey(group)}, so the route is closed. Write that item, or correct the name`,
        ),
      );
  }
  for (const key of keys)
    if (isGroupKey(key) && !named.has(key))
      found.push(
        finding('group-unused', key, 'no item names this group: remove it, or name it as group of an item'),
      );
  return found;
}

/** Keys that are none of a route are reported as such. */
const ROUTE = /^[A-Z]+ \/\S*$/;

function useFindings({ keys }: Items, { uses, closed }: Coverage): Finding[] {
  const found: Finding[] = [];
  for (const key of keys) {
    if (!ROUTE.test(key)) continue;
    const use = uses.get(key);
    if (use === undefined)
      found.push(
        isWildcard(key)
          ? finding(
              'wildcard-unused',
              key,
              'the API protects nothing below it: correct the route, or remove the item',
            )
          : finding(
              'route-unknown',
              key,
              'the API protects no such method: correct the route, or remove the item',
            ),
      );
    else if (use.templates.size === 0)
      found.push(
        finding(
          'shadowed',
          key,
          `all ${use.reached} methods that it could count for have a more specific item: remove it, or keep it for methods to come`,
        ),
      );
  }
  for (const [route, methods] of closed) {
    const which = route.startsWith('ANY ') ? ` for ${methods.join(', ')}` : '';
    found.push(
      finding(
        'route-without-policy',
        route,
        `no item counts${which}, so it is closed: write one, or one for a wildcard above it`,
      ),
    );
  }
  return found;
}
