/** Items and methods of the API that do not belong together, and items that count for no method. */
import { isWildcard } from '../coverage.ts';
import type { LintRule } from '../rule.ts';
import type { World } from '../world.ts';

export const ROUTE_RULES = [
  {
    id: 'route-unknown',
    scope: 'table',
    severity: 'warning',
    meaning: 'The API protects no such method: a typing error, or a method that is not deployed yet.',
    remedy: 'Correct the route, or remove the item.',
    check: (world) =>
      unusedRoutes(world)
        .filter((route) => !isWildcard(route))
        .map((route) => ({
          route,
          message: 'the API protects no such method: correct the route, or remove the item',
        })),
  },
  {
    id: 'wildcard-unused',
    scope: 'table',
    severity: 'warning',
    meaning: 'The API protects nothing below the wildcard.',
    remedy: 'Correct the route, or remove the item.',
    check: (world) =>
      unusedRoutes(world)
        .filter(isWildcard)
        .map((route) => ({
          route,
          message: 'the API protects nothing below it: correct the route, or remove the item',
        })),
  },
  {
    id: 'route-without-policy',
    scope: 'table',
    severity: 'warning',
    meaning: 'The API protects a method for which no item counts. It is closed.',
    remedy: 'Write an item for it, or for a wildcard above it.',
    check: ({ coverage }) =>
      [...(coverage?.closed ?? [])].map(([route, methods]) => {
        const which = route.startsWith('ANY ') ? ` for ${methods.join(', ')}` : '';
        return {
          route,
          message: `no item counts${which}, so it is closed: write one, or one for a wildcard above it`,
        };
      }),
  },
  {
    id: 'shadowed',
    scope: 'table',
    severity: 'warning',
    meaning: 'Every method that the item could count for has a more specific item.',
    remedy: 'Remove it, or keep it for methods to come.',
    check: ({ coverage }) =>
      [...(coverage?.uses ?? [])]
        .filter(([route, { templates }]) => isRoute(route) && templates.size === 0)
        .map(([route, { reached }]) => ({
          route,
          message: `all ${reached} methods that it could count for have a more specific item: remove it, or keep it for methods to come`,
        })),
  },
] as const satisfies readonly LintRule[];

/** The routes that could count for no method of the API. */
function unusedRoutes({ items: { keys }, coverage }: World): string[] {
  if (coverage === undefined) return [];
  return [...keys].filter((key) => isRoute(key) && !coverage.uses.has(key));
}

/** The key of a group is no route; of a key that is neither, item-invalid says so. */
function isRoute(key: string): boolean {
  return /^[A-Z]+ \/\S*$/.test(key);
}
