/** Policies that are parsed already, where the core reads them from a table. */
import type { RoutePolicy } from '../../../core/policy/item.ts';
import type { ParsedItems } from '../../../core/policy/route-policy.ts';
import { VOCABULARY } from './decision-inputs.ts';

export function parsedPolicies(...policies: readonly RoutePolicy[]): ParsedItems {
  const byKey = new Map(policies.map((policy) => [policy.route, policy]));
  return {
    vocabulary: VOCABULARY,
    has: (key) => byKey.has(key),
    get: (key) => {
      const value = byKey.get(key);
      return value === undefined ? undefined : { ok: true, value };
    },
  };
}
