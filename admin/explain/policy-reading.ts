/** Which items make up the policy of a route, and which of them exist. */
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { policyCandidates } from '../../core/policy/precedence.ts';
import { parsedItems, readRoutePolicy } from '../../core/policy/route-policy.ts';
import type { RouteReading } from '../../core/policy/route-policy.ts';

/** Policy items as plain values, by their key. */
export type PolicyItems = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface PolicyReading extends Omit<RouteReading, 'group'> {
  /** The keys that the policy item may have, most specific first: the first one that exists counts. */
  readonly candidates: readonly { readonly key: string; readonly found: boolean }[];
  readonly group: { readonly key: string; readonly found: boolean } | undefined;
}

/** Reads the policy of a route, with the keys that were looked up. */
export function readPolicy(
  items: PolicyItems,
  method: string,
  template: string,
  vocabulary: AcrVocabulary,
): PolicyReading {
  const { group, ...reading } = readRoutePolicy(`${method} ${template}`, parsedItems(items, vocabulary));
  return {
    ...reading,
    candidates: policyCandidates(method, template).map((key) => ({ key, found: items.has(key) })),
    group: group === undefined ? undefined : { key: group, found: items.has(group) },
  };
}
