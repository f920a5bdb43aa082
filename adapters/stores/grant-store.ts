/** Reads grants, by their hash, and records the uses of once-only grants. */
import { randomUUID } from 'node:crypto';
import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import type { Grant, GrantUse } from '../../core/decision/grant.ts';
import { keptSignIn } from '../../core/token/said-sign-in.ts';
import { ONCE_MAX_AGE } from '../../core/policy/requirement.ts';
import { plainItem } from '../dynamodb/plain-item.ts';
import { getItem, putIfAbsent } from '../dynamodb/items.ts';
import { hashParts, hashSecret } from '../hash.ts';

/** How long a use is kept: as long as its sign-in can count, and one hour for clocks that differ. In seconds. */
const USE_KEPT_FOR = ONCE_MAX_AGE + 3600;

const time = v.pipe(v.number(), v.safeInteger(), v.minValue(0));

/** Strict: an unknown attribute must not be ignored, such as a key to which a later version binds grants. */
export const grantItem = v.pipe(
  v.strictObject({
    [TABLES.grant.partitionKey]: v.string(),
    [TABLES.grant.subjectIndexKey]: v.string(),
    // The grants of earlier versions have none: they open what they opened, and are not counted.
    [TABLES.grant.holderIndexKey]: v.optional(v.string()),
    issuer: v.string(),
    subject: v.string(),
    clientId: v.string(),
    signIn: keptSignIn,
    target: v.string(),
    path: v.optional(v.string()),
    apiId: v.string(),
    stage: v.string(),
    issuedAt: time,
    expiresAt: time,
  }),
  v.transform(
    ({ issuer, subject, clientId, signIn, target, path, apiId, stage, issuedAt, expiresAt }): Grant => ({
      ...{ issuer, subject, clientId, said: signIn },
      ...{ target, boundParameters: path },
      ...{ apiId, stage, issuedAt, expiresAt },
    }),
  ),
);

export interface GrantStore {
  /** The grant of this value; undefined where there is no readable one. Strongly consistent. */
  find(value: string, signal: AbortSignal): Promise<Grant | undefined>;
  /** Whether the one use is recorded. Strongly consistent. */
  isSpent(use: GrantUse, signal: AbortSignal): Promise<boolean>;
  /** Records the one use. False where an earlier call recorded it. */
  use(use: GrantUse, signal: AbortSignal): Promise<boolean>;
}

/** `onUnreadable` is called for a grant that is in the table but does not have the form that this version knows. */
export function createGrantStore(
  client: DynamoDBClient,
  table: string,
  onUnreadable: (cause: unknown) => void,
): GrantStore {
  const { partitionKey } = TABLES.grant;

  return {
    async find(value, signal) {
      const key = { [partitionKey]: hashSecret(value) };
      const item = await getItem(client, { table, key }, { abortSignal: signal });
      if (item === undefined) return undefined;
      const parsed = v.safeParse(grantItem, plainItem(item));
      if (parsed.success) return parsed.output;
      onUnreadable(new v.ValiError(parsed.issues));
      return undefined;
    },

    isSpent: (use, signal) => isSpent(client, table, use, signal),

    async use(use, signal) {
      // With the nonce, a retry after a write whose answer was lost sees that its own write succeeded.
      const nonce = randomUUID();
      const expiresAt = use.authTime + USE_KEPT_FOR;
      const unless = { attribute: 'nonce', value: nonce };
      for (const id of useIds(use)) {
        const item = { [partitionKey]: id, nonce, expiresAt };
        if (!(await putIfAbsent(client, { table, partitionKey, item, unless }, { abortSignal: signal })))
          return false;
      }
      return true;
    },
  };
}

/** Whether the one use is recorded. A decision at a route needs `use` instead, which records it. Strongly consistent. */
export async function isSpent(
  client: DynamoDBClient,
  table: string,
  use: GrantUse,
  signal?: AbortSignal,
): Promise<boolean> {
  const within = signal === undefined ? undefined : { abortSignal: signal };
  for (const id of useIds(use)) {
    const key = { [TABLES.grant.partitionKey]: id };
    if ((await getItem(client, { table, key }, within)) !== undefined) return true;
  }
  return false;
}

/**
 * The keys of a use. That of the target is the older one: a use that an earlier version has recorded under it still counts,
 * and an instance of that version, during a deployment, sees it.
 */
function useIds({ issuer, subject, clientId, authTime, item, target }: GrantUse): readonly string[] {
  return [...new Set([target, item])].map((spent) =>
    hashParts('use', issuer, subject, clientId, authTime, spent),
  );
}
