/** Which items make up the policy of a route, and what was found of them. */
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import { groupKey, parseGroupItem, parsePolicyItem, policyCandidates } from '../../core/policy/item.ts';
import type { GroupPolicy, RoutePolicy } from '../../core/policy/item.ts';
import { policyEntry, policyOf } from '../../core/policy/versions.ts';
import type { PolicyEntry, PolicyLookup } from '../../core/policy/versions.ts';

/** Policy items as plain values, by their key. */
export type PolicyItems = ReadonlyMap<string, Readonly<Record<string, unknown>>>;

export interface PolicyReading {
  /** The keys under which the policy may stand, most specific first: the first that is there counts. */
  readonly candidates: readonly { readonly key: string; readonly found: boolean }[];
  readonly item: string | undefined;
  readonly group: { readonly key: string; readonly found: boolean } | undefined;
  readonly lookup: PolicyLookup;
  /** What was parsed, the group's before the route's own. */
  readonly policies: readonly GroupPolicy[];
}

/** Reads the policy of a route from items, as the authorizer does from the table. */
export function readPolicy(
  items: PolicyItems,
  method: string,
  template: string,
  vocabulary: AcrVocabulary,
): PolicyReading {
  const candidates = policyCandidates(method, template).map((key) => ({ key, found: items.has(key) }));
  const item = candidates.find(({ found }) => found)?.key;
  const own: PolicyEntry<RoutePolicy> =
    item === undefined
      ? { kind: 'missing' }
      : policyEntry(item, parsePolicyItem(items.get(item), vocabulary));
  const name = own.kind === 'policy' ? own.policy.group : undefined;
  const key = name === undefined ? undefined : groupKey(name);
  const group = key === undefined ? undefined : groupEntry(items, key, vocabulary);
  return {
    candidates,
    item,
    group: key === undefined ? undefined : { key, found: items.has(key) },
    lookup: policyOf(`${method} ${template}`, own, group, vocabulary),
    policies: [...parsed(group), ...parsed(own)],
  };
}

function groupEntry(items: PolicyItems, key: string, vocabulary: AcrVocabulary): PolicyEntry<GroupPolicy> {
  const item = items.get(key);
  return item === undefined ? { kind: 'missing' } : policyEntry(key, parseGroupItem(item, vocabulary));
}

function parsed(entry: PolicyEntry<GroupPolicy> | undefined): GroupPolicy[] {
  return entry?.kind === 'policy' ? [entry.policy] : [];
}
