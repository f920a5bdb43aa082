/** Reads policy items and keeps them in memory for a few seconds. */
import { BatchGetItemCommand, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { unmarshall } from '@aws-sdk/util-dynamodb';
import { TABLES } from '../contract.ts';
import type { AcrVocabulary } from '../core/acr.ts';
import {
  groupKey,
  MOST_CANDIDATES,
  parseGroupItem,
  parsePolicyItem,
  policyCandidates,
} from '../core/policy.ts';
import type { GroupPolicy, RoutePolicy } from '../core/policy.ts';
import type { Parsed } from '../core/problems.ts';
import { requirementOf } from '../core/requirement.ts';
import type { PolicyEntry, RequirementLookup } from '../core/requirement.ts';
import { boundedCache } from './bounded-cache.ts';
import { withinDeadline } from './dynamodb.ts';

/** An edit is in force within 10 s; while DynamoDB fails, what was read last goes on for 5 minutes. */
const BOUNDS = { size: 1_000, freshFor: 8_000, staleFor: 300_000, retryAfter: 2_000 };
const MOST_ATTEMPTS = 3;

export interface PolicyStore {
  /** The requirement of a route. Rejects when the table cannot be read and nothing recent enough is in memory. */
  requirement(method: string, template: string, request: AbortSignal): Promise<RequirementLookup>;
}

export function createPolicyStore(
  client: DynamoDBClient,
  table: string,
  vocabulary: AcrVocabulary,
  clock: () => number,
  onStale: (cause: unknown) => void,
): PolicyStore {
  const routes = boundedCache(
    (route, request) => loadRoute(client, table, route, vocabulary, request),
    BOUNDS,
    clock,
    onStale,
  );
  const groups = boundedCache(
    (item, request) => loadGroup(client, table, item, vocabulary, request),
    BOUNDS,
    clock,
    onStale,
  );

  return {
    async requirement(method, template, request) {
      const route = `${method} ${template}`;
      const entry = await routes(route, request);
      const group = entry.kind === 'policy' ? entry.policy.group : undefined;
      return requirementOf(
        route,
        entry,
        group === undefined ? undefined : await groups(groupKey(group), request),
        vocabulary,
      );
    },
  };
}

async function loadRoute(
  client: DynamoDBClient,
  table: string,
  route: string,
  vocabulary: AcrVocabulary,
  request: AbortSignal,
): Promise<PolicyEntry<RoutePolicy>> {
  const [method = '', template = ''] = route.split(' ', 2);
  const candidates = policyCandidates(method, template);
  if (candidates.length > MOST_CANDIDATES) return { kind: 'missing' };
  const items = await readAll(client, table, candidates, request);
  const key = candidates.find((candidate) => items.has(candidate));
  if (key === undefined) return { kind: 'missing' };
  return entryOf(key, parsePolicyItem(items.get(key), vocabulary));
}

async function loadGroup(
  client: DynamoDBClient,
  table: string,
  item: string,
  vocabulary: AcrVocabulary,
  request: AbortSignal,
): Promise<PolicyEntry<GroupPolicy>> {
  const Key = { [TABLES.policy.partitionKey]: { S: item } };
  const { Item } = await client.send(
    new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
    withinDeadline(request),
  );
  return Item === undefined
    ? { kind: 'missing' }
    : entryOf(item, parseGroupItem(unmarshall(Item), vocabulary));
}

function entryOf<Policy>(item: string, parsed: Parsed<Policy>): PolicyEntry<Policy> {
  return parsed.ok
    ? { kind: 'policy', policy: parsed.value }
    : { kind: 'invalid', item, problems: parsed.problems };
}

/** All items of these keys, by key. A partial answer is asked to the end: a missing item might be the strict one. */
async function readAll(
  client: DynamoDBClient,
  table: string,
  keys: readonly string[],
  request: AbortSignal,
): Promise<ReadonlyMap<string, Record<string, unknown>>> {
  const { partitionKey } = TABLES.policy;
  const found = new Map<string, Record<string, unknown>>();
  const deadline = withinDeadline(request);
  let left: Record<string, AttributeValue>[] = keys.map((key) => ({ [partitionKey]: { S: key } }));
  for (let attempt = 0; attempt < MOST_ATTEMPTS && left.length > 0; attempt += 1) {
    const RequestItems = { [table]: { Keys: left, ConsistentRead: true } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems }), deadline);
    for (const item of answer.Responses?.[table] ?? []) {
      const key = item[partitionKey]?.S;
      if (key !== undefined) found.set(key, unmarshall(item));
    }
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (left.length > 0) throw new Error(`DynamoDB left ${left.length} keys of table ${table} unprocessed`);
  return found;
}
