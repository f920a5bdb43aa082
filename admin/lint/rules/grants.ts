/** What an item says of grants, without effect or too early. */
import { mayAskForStepUp } from '../../../core/policy/rules.ts';
import type { LintRule } from '../rule.ts';

export const GRANT_RULES = [
  {
    id: 'grant-ttl-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning:
      '`grant.ttl` is longer than `maxAge`. The grant ends with the age of the sign-in, so the rest has no effect.',
    remedy: 'Lower `grant.ttl`, or raise `maxAge`.',
    check: (item) =>
      item.demands.flatMap(({ demands: { grant: { ttl } = {} }, at, maxAge }) =>
        ttl !== undefined && ttl > maxAge
          ? [
              `${at('grant')}.ttl is ${ttl}, longer than the maxAge of ${maxAge} with which the grant ends: lower it, or raise maxAge`,
            ]
          : [],
      ),
  },
  {
    id: 'grant-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: 'The item says how a grant has to be, but nothing asks for step-up, so that no grant is issued.',
    remedy: 'Add an `acr`, a `maxAge` or `grant.required`, or remove `grant`.',
    check: ({ own, isGroup, liveVersions }) => {
      // A grant of a group can get its demand from the items of the routes.
      if (isGroup || own.grant === undefined) return [];
      if (liveVersions.some(({ demands }) => mayAskForStepUp(demands) || demands.base.deny)) return [];
      return [
        'grant says how a grant has to be, but nothing asks for step-up: add an acr, a maxAge or grant.required, or remove it',
      ];
    },
  },
  {
    id: 'grant-not-yet',
    scope: 'item',
    severity: 'warning',
    meaning:
      '`grant.notBefore` is in the future: until then no grant is issued, and a route that demands one is closed.',
    remedy: 'Write the present time, to void the grants of before.',
    check: (item) =>
      item.demands.flatMap(({ demands: { grant: { notBefore } = {} }, at, from }) =>
        notBefore !== undefined && notBefore > from
          ? [
              `${at('grant')}.notBefore is in the future: until ${new Date(notBefore * 1000).toISOString()} no grant is issued. Write the present time`,
            ]
          : [],
      ),
  },
  {
    id: 'bind-no-effect',
    scope: 'item',
    severity: 'warning',
    meaning: '`grant.bind: path` on templates without parameters: there is one path only.',
    remedy: 'Remove `bind`.',
    check: ({ demands, parameters }) =>
      parameters?.some.size === 0
        ? demands
            .filter((one) => one.demands.grant?.bind === 'path')
            .map(({ at }) => `${at('grant')}.bind is path, but no template has a parameter: remove it`)
        : [],
  },
] as const satisfies readonly LintRule[];
