/** Stand-in: whether items parse. The linter proper takes the place of this file, behind the same signature. */
import { isGroupKey, parseGroupItem, parsePolicyItem } from '../../../lambda/core/policy.ts';
import type { TrustConfig } from '../../../lambda/core/trust-config.ts';
import type { ProtectedRoute } from '../command.ts';

/** What is wrong, or likely to be, with one item. `rule` is the name of the check. */
export interface Finding {
  readonly severity: 'error' | 'warning';
  readonly route: string;
  readonly rule: string;
  readonly message: string;
}

export interface LintInput {
  readonly items: readonly Record<string, unknown>[];
  readonly trust: TrustConfig;
  /** None where the API is not known. */
  readonly routes?: readonly ProtectedRoute[];
  /** By issuer: the words that it can vouch for. */
  readonly reachableAcr?: ReadonlyMap<string, readonly string[]>;
}

export function lint({ items, trust }: LintInput): readonly Finding[] {
  return items.flatMap((item) => {
    const route = String(item.route);
    const parsed = isGroupKey(route) ? parseGroupItem(item, trust.acr) : parsePolicyItem(item, trust.acr);
    if (parsed.ok) return [];
    return parsed.problems.map(({ path, message }): Finding => ({
      severity: 'error',
      route,
      rule: 'form',
      message: path === '' ? message : `${path}: ${message}`,
    }));
  });
}
