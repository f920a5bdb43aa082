/** Groups that are missing, or that no item names. */
import { isGroupKey } from '../../../core/policy/key.ts';
import type { LintRule } from '../lint-rule.ts';

export const GROUP_RULES = [
  {
    id: 'group-missing',
    scope: 'table',
    severity: 'error',
    meaning: 'The item names a group that has no item. The route is closed.',
    remedy: 'Write the item of the group, or correct the name.',
    check: ({ items: { keys, members } }) =>
      [...members]
        .filter(([group]) => !keys.has(group))
        .flatMap(([group, routes]) => {
          const message = `group: there is no item ${group}, so the route is closed. Write that item, or correct the name`;
          return routes.map((route) => ({ route, field: 'group', message }));
        }),
  },
  {
    id: 'group-unused',
    scope: 'table',
    severity: 'warning',
    meaning: 'No item names the group.',
    remedy: 'Remove the group, or name it in an item.',
    check: ({ items: { keys, members } }) =>
      [...keys]
        .filter((key) => isGroupKey(key) && !members.has(key))
        .map((route) => ({
          route,
          message: 'no item names this group: remove it, or name it as group of an item',
        })),
  },
] as const satisfies readonly LintRule[];
