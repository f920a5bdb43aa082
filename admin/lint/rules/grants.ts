/** Settings of grants that have no effect, or that stop grants for now. */
import { mayAskForStepUp } from '../../../core/policy/rules.ts';
import { isWildcard } from '../coverage.ts';
import type { LintRule } from '../lint-rule.ts';
import { firstOfEach } from '../written-demands.ts';
import type { WrittenDemands } from '../written-demands.ts';

export const GRANT_RULES = [
  {
    id: 'grant-once-shared',
    scope: 'item',
    severity: 'warning',
    meaning:
      'An item for `ANY` or a wildcard is good once, and names no group. One sign-in has one use for all of its routes together.',
    remedy: 'Name a group, if that is intended, or give each route an item of its own.',
    check: ({ key, group, isGroup, demands }) => {
      if (isGroup || group !== undefined || !(key.startsWith('ANY ') || isWildcard(key))) return [];
      const once = demands.filter((one) => one.demands.grant?.use === 'once');
      return firstOfEach(once, ({ at }) => [at('grant')]).map(({ at }) => ({
        field: `${at('grant')}.use`,
        message: `${at('grant')}.use is once: one sign-in has one use for all routes of ${key} together. Name a group if that is intended, or give each route an item of its own`,
      }));
    },
  },
  {
    id: 'grant-ttl-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning:
      '`grant.ttl` is longer than `maxAge`. The grant ends when its sign-in is `maxAge` old, so the longer `ttl` has no effect.',
    remedy: 'Lower `grant.ttl`, or raise `maxAge`.',
    check: ({ demands }) =>
      firstOfEach(demands.filter(isBeyondMaxAge), ({ at, together }) => [at('grant'), together.maxAge]).map(
        ({ demands: { grant: { ttl } = {} }, at, together: { maxAge }, since }) => ({
          field: `${at('grant')}.ttl`,
          message: `${at('grant')}.ttl is ${ttl}, longer than the maxAge of ${maxAge}${since}, at which the grant ends: lower it, or raise maxAge`,
        }),
      ),
  },
  {
    id: 'grant-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item has `grant`, but the route asks for no step-up, so no grant is issued.',
    remedy: 'Add an `acr`, a `maxAge` or `grant.required`, or remove `grant`.',
    check: ({ own, isGroup, liveVersions }) => {
      // The routes of a group can ask for the step-up that the group does not ask for.
      if (isGroup || own.grant === undefined) return [];
      if (liveVersions.some(({ demands }) => mayAskForStepUp(demands) || demands.base.deny)) return [];
      return [
        {
          field: 'grant',
          message:
            'grant has no effect, because the route asks for no step-up: add an acr, a maxAge or grant.required, or remove grant',
        },
      ];
    },
  },
  {
    id: 'grant-not-yet',
    scope: 'item',
    severity: 'warning',
    meaning:
      '`grant.notBefore` is in the future: until then no grant is issued, and a route that demands one is closed.',
    remedy: 'To void the grants that were issued before, write the present time.',
    check: (item) =>
      item.demands.flatMap(({ demands: { grant: { notBefore } = {} }, at, from }) =>
        notBefore !== undefined && notBefore > from
          ? [
              {
                field: `${at('grant')}.notBefore`,
                message: `${at('grant')}.notBefore is in the future: until ${new Date(notBefore * 1000).toISOString()} no grant is issued. Write the present time`,
              },
            ]
          : [],
      ),
  },
  {
    id: 'bind-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: '`grant.bind: path` has no effect: the templates have no parameters.',
    remedy: 'Remove `bind`.',
    check: ({ demands, parameters }) =>
      parameters?.some.size === 0
        ? demands
            .filter((one) => one.demands.grant?.bind === 'path')
            .map(({ at }) => ({
              field: `${at('grant')}.bind`,
              message: `${at('grant')}.bind is path, but no template has a parameter: remove it`,
            }))
        : [],
  },
] as const satisfies readonly LintRule[];

function isBeyondMaxAge({
  demands: { grant: { ttl = 0 } = {} },
  together: { maxAge = Infinity },
}: WrittenDemands) {
  return ttl > maxAge;
}
