/** Reads policy items and keeps them in memory for a few seconds. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../core/contract.ts';
import type { AcrVocabulary } from '../core/policy/acr.ts';
import { groupKey, parseGroupItem, parsePolicyItem, policyCandidates } from '../core/policy/item.ts';
import type { GroupPolicy, RoutePolicy } from '../core/policy/item.ts';
import type { Mistake } from '../core/parse.ts';
import { policyEntry, policyOf } from '../core/policy/versions.ts';
import type { PolicyEntry, PolicyLookup } from '../core/policy/versions.ts';
import { batchRead } from './batch-read.ts';
import { boundedCache } from './bounded-cache.ts';
import { plainItem, withinOperation } from './dynamodb.ts';
import { MOST_ATTEMPTS } from './retries.ts';

/** An edit is in force within 10 s; while DynamoDB fails, what was read last goes on for 5 minutes. */
const BOUNDS = { size: 1_000, freshFor: 8_000, staleFor: 300_000, retryAfter: 2_000 };

/** What is worth telling whoever runs the API. Times an item is loaded, not requests. */
export interface PolicyEvents {
  /** The table cannot be read; what was read last goes on. */
  readonly onStale: (cause: unknown) => void;
  /** An item is not usable, and its route is closed. */
  readonly onInvalid: (item: string, problems: readonly Mistake[]) => void;
}

export interface PolicyStore {
  /** The policy of a route. Rejects when the table cannot be read and nothing recent enough is in memory. */
  policy(method: string, template: string, signal: AbortSignal): Promise<PolicyLookup>;
}

/** Everything that makes up a route's policy, read together: never an old group with a new route. */
interface RoutePolicies {
  readonly route: PolicyEntry<RoutePolicy>;
  readonly group: PolicyEntry<GroupPolicy> | undefined;
}

type Read = (keys: readonly string[]) => Promise<ReadonlyMap<string, Record<string, unknown>>>;

/** Where policies stand, and what they may say. */
export interface PolicySource {
  readonly table: string;
  readonly vocabulary: AcrVocabulary;
  /** A route whose policy could stand in more places than this has none. */
  readonly mostCandidates: number;
}

export function createPolicyStore(
  client: DynamoDBClient,
  { table, vocabulary, mostCandidates }: PolicySource,
  clock: () => number,
  { onStale, onInvalid }: PolicyEvents,
): PolicyStore {
  async function load(route: string, signal: AbortSignal): Promise<PolicyLookup> {
    const candidates = candidatesOf(route);
    if (candidates.length > mostCandidates) return { kind: 'missing' };
    const { route: own, group } = await loadPolicies(candidates, vocabulary, (keys) =>
      readItems(client, table, keys, signal),
    );
    const lookup = policyOf(route, own, group, vocabulary);
    if (lookup.kind === 'invalid') onInvalid(lookup.item, lookup.mistakes);
    return lookup;
  }

  const policies = boundedCache(load, BOUNDS, clock, onStale);
  return { policy: (method, template, signal) => policies(`${method} ${template}`, signal) };
}

function candidatesOf(route: string): readonly string[] {
  const [method = '', template = ''] = route.split(' ', 2);
  return policyCandidates(method, template);
}

async function loadPolicies(
  candidates: readonly string[],
  vocabulary: AcrVocabulary,
  read: Read,
): Promise<RoutePolicies> {
  const items = await read(candidates);
  const key = candidates.find((candidate) => items.has(candidate));
  if (key === undefined) return { route: { kind: 'missing' }, group: undefined };
  const own = policyEntry(key, parsePolicyItem(items.get(key), vocabulary));
  const group = own.kind === 'policy' ? own.policy.group : undefined;
  return group === undefined ? { route: own, group: undefined } : loadWithGroup(key, group, vocabulary, read);
}

/**
 * Reads the route's item again, together with its group's: what an administrator has moved from one to the
 * other is then in at least one of them. Throws when the item has changed its group meanwhile.
 */
async function loadWithGroup(
  key: string,
  group: string,
  vocabulary: AcrVocabulary,
  read: Read,
): Promise<RoutePolicies> {
  const items = await read([key, groupKey(group)]);
  const route = policyEntry(key, parsePolicyItem(items.get(key), vocabulary));
  if (route.kind !== 'policy' || route.policy.group !== group) {
    throw new Error(`the policy item ${key} was changed while it was read`);
  }
  const item = items.get(groupKey(group));
  return {
    route,
    group:
      item === undefined
        ? { kind: 'missing' }
        : policyEntry(groupKey(group), parseGroupItem(item, vocabulary)),
  };
}

async function readItems(
  client: DynamoDBClient,
  table: string,
  keys: readonly string[],
  signal: AbortSignal,
) {
  const found = await batchRead(client, keys, {
    ...withinOperation(signal),
    table,
    partitionKey: TABLES.policy.partitionKey,
    mostAttempts: MOST_ATTEMPTS,
  });
  return new Map([...found].map(([key, item]) => [key, plainItem(item)]));
}
