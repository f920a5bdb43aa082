/** Policies that are parsed already, where the core reads them from a table. */
import type { AcrVocabulary } from '../../../core/policy/acr.ts';
import type { RoutePolicy } from '../../../core/policy/item.ts';
import type { ParsedItems } from '../../../core/policy/route-policy.ts';

export function parsedPolicies(vocabulary: AcrVocabulary, ...policies: readonly RoutePolicy[]): ParsedItems {
  const byKey = new Map(policies.map((policy) => [policy.route, policy]));
  return {
    vocabulary,
    has: (key) => byKey.has(key),
    get: (key) => {
      const value = byKey.get(key);
      return value === undefined ? undefined : { ok: true, value };
    },
  };
}
