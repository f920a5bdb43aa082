/**
 * The two items of a user in the risk table. The risk engine's holds what the engine knows; an administrator's revocation
 * stands under a key of its own. So an engine that puts its item as a whole does not take a revocation away.
 */
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { NO_RISK, RISK_LEVELS } from '../../core/condition/risk.ts';
import type { Risk } from '../../core/condition/risk.ts';
import { TABLES } from '../../core/contract.ts';
import { batchRead } from '../dynamodb/batch-read.ts';
import type { BatchReading } from '../dynamodb/batch-read.ts';
import { plainItem } from '../dynamodb/plain-item.ts';
import { hashParts } from '../hash.ts';

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

export type RiskItem = v.InferOutput<typeof riskItem>;

/** It has no end. A revocation without a time is not readable. Seconds since 1970. */
export const revocationItem = v.object({ revokedBefore: time });

/** Undefined where the table has none. */
export interface RiskItems {
  readonly item?: RiskItem | undefined;
  readonly revocation?: v.InferOutput<typeof revocationItem> | undefined;
}

export interface RiskUser {
  readonly issuer: string;
  readonly subject: string;
}

/** The keys of both items. Lists of two and of three parts never have the same hash, whatever an issuer is called. */
export function riskKeys({ issuer, subject }: RiskUser): Readonly<Record<keyof RiskItems, string>> {
  return { item: hashParts(issuer, subject), revocation: hashParts('revoked', issuer, subject) };
}

/** Both items as plain values, from one read, strongly consistent. Rejects where the table leaves one of them out. */
export async function readRiskItems(
  client: DynamoDBClient,
  user: RiskUser,
  reading: Omit<BatchReading, 'partitionKey' | 'keysAlone'>,
): Promise<Readonly<Partial<Record<keyof RiskItems, Record<string, unknown>>>>> {
  const keys = riskKeys(user);
  const { partitionKey } = TABLES.risk;
  const found = await batchRead(client, [keys.item, keys.revocation], { ...reading, partitionKey });
  const [item, revocation] = [found.get(keys.item), found.get(keys.revocation)];
  return {
    ...(item === undefined ? {} : { item: plainItem(item) }),
    ...(revocation === undefined ? {} : { revocation: plainItem(revocation) }),
  };
}

/** Whether the item no longer counts at `now`, in seconds since 1970. */
export function hasExpired(item: RiskItem | undefined, now: number): boolean {
  return item?.expiresAt !== undefined && item.expiresAt <= now;
}

/** What counts at `now`, in seconds since 1970. Of two revocations the later one is in force. */
export function riskAt({ item, revocation }: RiskItems, now: number): Risk {
  const { score, level, reasons, revokedBefore } =
    item === undefined || hasExpired(item, now) ? NO_RISK : item;
  const times = [revokedBefore, revocation?.revokedBefore].filter((one) => one !== undefined);
  return { score, level, reasons, revokedBefore: times.length === 0 ? undefined : Math.max(...times) };
}
