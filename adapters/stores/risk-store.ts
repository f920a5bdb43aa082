/** Reads the risk of a user: what a risk engine has written, and what an administrator has revoked. */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import type { Risk } from '../../core/condition/risk.ts';
import { boundedCache } from '../bounded-cache.ts';
import type { Clock } from '../clock.ts';
import { readingWithin } from '../dynamodb/client.ts';
import { readRiskItems, revocationItem, riskAt, riskItem, riskKeys } from './risk-items.ts';
import type { RiskItems, RiskUser } from './risk-items.ts';

/** A risk signal counts within 5 s, also if reading it is slow. A risk that cannot be read never counts as no risk. */
const BOUNDS = { size: 1_000, freshFor: 4_000, staleFor: 0, retryAfter: 0 };

const readable = v.object({ item: v.optional(riskItem), revocation: v.optional(revocationItem) });

export interface RiskStore {
  /** The risk of a user. Rejects where an item cannot be read, or does not have the documented form. */
  riskOf(user: RiskUser, signal: AbortSignal): Promise<Risk>;
}

export function createRiskStore(client: DynamoDBClient, table: string, clock: Clock): RiskStore {
  const users = boundedCache<RiskItems>(BOUNDS, clock, () => undefined);

  async function load(user: RiskUser, signal: AbortSignal): Promise<RiskItems> {
    return v.parse(readable, await readRiskItems(client, user, { ...readingWithin(signal), table }));
  }

  return {
    async riskOf(user, signal) {
      return riskAt(await users(riskKeys(user).item, () => load(user, signal)), clock.now() / 1000);
    },
  };
}
