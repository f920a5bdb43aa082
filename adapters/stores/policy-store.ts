/** Reads policy items and keeps them in memory for a few seconds. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { TABLES } from '../../core/contract.ts';
import type { AcrVocabulary } from '../../core/policy/acr.ts';
import type { Mistake } from '../../core/parse.ts';
import { candidatesOf } from '../../core/policy/precedence.ts';
import {
  mistakesToCome,
  parsedItems,
  readItemPolicy,
  readRoutePolicy,
} from '../../core/policy/route-policy.ts';
import type { FoundPolicy, ParsedItems, PolicyLookup } from '../../core/policy/route-policy.ts';
import { batchRead } from '../dynamodb/batch-read.ts';
import type { BatchReading } from '../dynamodb/batch-read.ts';
import { boundedCache } from '../bounded-cache.ts';
import type { Clock } from '../clock.ts';
import { plainItem } from '../dynamodb/plain-item.ts';
import { readingWithin } from '../dynamodb/client.ts';

/** An edit is in force within 10 s. While DynamoDB fails, the policy that was read last is used for up to 5 minutes. */
const BOUNDS = { size: 1_000, freshFor: 8_000, staleFor: 300_000, retryAfter: 2_000 };

/** Events for the operator of the API: one for each time that an item is loaded, not for each request. */
export interface PolicyEvents {
  /** The table cannot be read; the policy that was read last is still used. */
  readonly onStale: (cause: unknown) => void;
  /** An item is not usable, so its route is closed. */
  readonly onInvalid: (item: string, problems: readonly Mistake[]) => void;
}

export interface PolicyStore {
  /** The policy of a route. Rejects where the table cannot be read and no policy in memory is recent enough. */
  policy(method: string, template: string, signal: AbortSignal): Promise<PolicyLookup>;
}

/** The policy table, and what its items may contain. */
export interface PolicySource {
  readonly table: string;
  readonly vocabulary: AcrVocabulary;
  /** A route with more candidate keys than this has no policy: its candidates are not read. */
  readonly mostCandidates: number;
}

export function createPolicyStore(
  client: DynamoDBClient,
  { table, vocabulary, mostCandidates }: PolicySource,
  clock: Clock,
  { onStale, onInvalid }: PolicyEvents,
): PolicyStore {
  async function load(route: string, signal: AbortSignal, isRefresh: boolean): Promise<PolicyLookup> {
    const read = async (keys: readonly string[]) => {
      const items = await readItems(client, keys, { ...readingWithin(signal, isRefresh), table });
      return parsedItems(items, vocabulary);
    };
    const candidates = candidatesOf(route);
    if (candidates.length > mostCandidates) return { kind: 'missing' };
    const { item, group, lookup } = readRoutePolicy(route, await read(candidates));
    const whole =
      item === undefined || group === undefined
        ? lookup
        : withGroup(route, item, group, await read([item, group]));
    if (whole.kind === 'invalid') onInvalid(whole.item, whole.mistakes);
    if (whole.kind === 'found') reportChanges(whole);
    return whole;
  }

  /** A change that no sign-in will be able to meet is told when it is written, before it closes the route. */
  function reportChanges(found: FoundPolicy): void {
    const mistakes = mistakesToCome(found);
    if (mistakes.length > 0) onInvalid(found.item, mistakes);
  }

  const policies = boundedCache<PolicyLookup>(BOUNDS, clock, onStale);
  return {
    policy: (method, template, signal) => {
      const route = `${method} ${template}`;
      return policies(route, (isRefresh) => load(route, signal, isRefresh));
    },
  };
}

/**
 * The policy from the item and its group's item, as one read found them. DynamoDB does not read two items at the same
 * moment: a demand that moves from one to the other has to be written to the new one first (docs/policy.md). Throws where
 * the item changed its group between the two reads.
 */
function withGroup(route: string, item: string, group: string, items: ParsedItems): PolicyLookup {
  const reading = readItemPolicy(item, items, route);
  if (reading?.group !== group) throw new Error(`the policy item ${item} was changed while it was read`);
  return reading.lookup;
}

async function readItems(
  client: DynamoDBClient,
  keys: readonly string[],
  reading: Omit<BatchReading, 'partitionKey' | 'keysAlone'>,
) {
  const { partitionKey } = TABLES.policy;
  const found = await batchRead(client, keys, { ...reading, partitionKey });
  return new Map([...found].map(([key, item]) => [key, plainItem(item)]));
}
