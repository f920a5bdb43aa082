/** Items that count for no method of the API, and methods for which no item counts. */
import { isWildcard } from '../coverage.ts';
import type { LintRule } from '../lint-rule.ts';
import type { World } from '../world.ts';

export const ROUTE_RULES = [
  {
    id: 'route-unknown',
    scope: 'table',
    severity: 'warning',
    meaning: 'The API protects no such method. The route is mistyped, or the method is not deployed yet.',
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
    meaning: 'The API protects no method below the wildcard.',
    remedy: 'Correct the route, or remove the item.',
    check: (world) =>
      unusedRoutes(world)
        .filter(isWildcard)
        .map((route) => ({
          route,
          message: 'the API protects no method below it: correct the route, or remove the item',
        })),
  },
  {
    id: 'route-without-policy',
    scope: 'table',
    severity: 'warning',
    meaning: 'The API protects a method for which no item counts. The method is closed.',
    remedy: 'Write an item for it, or for a wildcard above it.',
    check: ({ coverage }) =>
      [...(coverage?.closed ?? [])].map(([route, methods]) => {
        const which = route.startsWith('ANY ') ? ` for ${methods.join(', ')}` : '';
        return {
          route,
          message: `no item counts${which}, so it is closed: write an item for it, or for a wildcard above it`,
        };
      }),
  },
  {
    id: 'shadowed',
    scope: 'table',
    severity: 'warning',
    meaning: 'For every method that the item could count for, a more specific item counts.',
    remedy: 'Remove the item, or keep it for methods that are deployed later.',
    check: ({ coverage }) =>
      [...(coverage?.uses ?? [])]
        .filter(([route, { templates }]) => isRoute(route) && templates.size === 0)
        .map(([route, { reached }]) => ({
          route,
          message: `a more specific item counts for each of the ${reached} methods that it could count for: remove it, or keep it for methods that are deployed later`,
        })),
  },
] as const satisfies readonly LintRule[];

/** The routes that could count for no method of the API. */
function unusedRoutes({ items: { keys }, coverage }: World): string[] {
  if (coverage === undefined) return [];
  return [...keys].filter((key) => isRoute(key) && !coverage.uses.has(key));
}

/** The key of a group is not a route. A key that is neither has the finding item-invalid. */
function isRoute(key: string): boolean {
  return /^[A-Z]+ \/\S*$/.test(key);
}
