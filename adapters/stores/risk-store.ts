/** Reads the risk item that a risk engine wrote for a user. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import { NO_RISK, RISK_LEVELS } from '../../core/condition/risk.ts';
import type { Risk } from '../../core/condition/risk.ts';
import { boundedCache } from '../bounded-cache.ts';
import { plainItem } from '../dynamodb/plain-item.ts';
import { withinOperation } from '../dynamodb/client.ts';
import { getItem } from '../dynamodb/items.ts';
import { hashParts } from '../hash.ts';

/** A risk signal counts within 5 s, also if reading it is slow. A risk that cannot be read never counts as no risk. */
const BOUNDS = { size: 1_000, freshFor: 4_000, staleFor: 0, retryAfter: 0 };

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Some SDKs write a list of texts as a set of strings. */
const reasons = v.union([
  v.array(v.string()),
  v.pipe(
    v.set(v.string()),
    v.transform((words) => [...words]),
  ),
]);

/** The attributes that are read. Other attributes belong to the risk engine. Times in seconds since 1970. */
export const riskItem = v.object({
  score: v.optional(v.pipe(v.number(), v.minValue(0), v.maxValue(100)), NO_RISK.score),
  level: v.optional(v.picklist(RISK_LEVELS), NO_RISK.level),
  reasons: v.optional(reasons, []),
  revokedBefore: v.optional(time),
  expiresAt: v.optional(time),
});

export interface RiskStore {
  /** The risk of a user. Rejects where the item cannot be read, or does not have the documented form. */
  riskOf(user: { readonly issuer: string; readonly subject: string }, signal: AbortSignal): Promise<Risk>;
}

export function createRiskStore(client: DynamoDBClient, table: string, clock: () => number): RiskStore {
  const items = boundedCache(
    (id, signal) => load(client, table, id, signal),
    BOUNDS,
    clock,
    () => undefined,
  );
  return {
    async riskOf({ issuer, subject }, signal) {
      const { expiresAt, revokedBefore, ...rest } = await items(hashParts(issuer, subject), signal);
      return expiresAt !== undefined && expiresAt * 1000 <= clock() ? NO_RISK : { revokedBefore, ...rest };
    },
  };
}

async function load(
  client: DynamoDBClient,
  table: string,
  id: string,
  signal: AbortSignal,
): Promise<v.InferOutput<typeof riskItem>> {
  const key = { [TABLES.risk.partitionKey]: id };
  const item = await getItem(client, { table, key }, withinOperation(signal));
  return v.parse(riskItem, item === undefined ? {} : plainItem(item));
}
