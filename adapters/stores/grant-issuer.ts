/** Stores new grants, by their hash, as many as one holder may have. Only the exchange does, and may query for it. */
import { randomBytes } from 'node:crypto';
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { TABLES } from '../../core/contract.ts';
import type { Grant } from '../../core/decision/grant.ts';
import { failure, success } from '../../core/result.ts';
import type { Result } from '../../core/result.ts';
import { queryPages } from '../dynamodb/pages.ts';
import { send } from '../dynamodb/send.ts';
import { hashParts, hashSecret } from '../hash.ts';

/**
 * How many live grants one user and client may have, over all routes: at most, when they ask one after the other. The
 * index that they are counted in is eventually consistent, and no counter is written: exchanges within its delay do not
 * see each other's grants (docs/security.md, "Grants").
 */
const MOST_LIVE_GRANTS = 100;

/** Why no grant was stored. `earliestEnd`: when the first of the live grants ends, in seconds since 1970. */
export interface TooManyGrants {
  readonly earliestEnd: number;
}

export interface GrantIssuer {
  /**
   * Stores a new grant and returns its value, which is not stored itself. Stores nothing where its holder has as many live
   * grants as one may have. Rejects where they cannot be counted.
   */
  issue(grant: Grant, signal: AbortSignal): Promise<Result<string, TooManyGrants>>;
}

export function createGrantIssuer(client: DynamoDBClient, table: string): GrantIssuer {
  const { partitionKey, subjectIndexKey, holderIndexKey } = TABLES.grant;

  return {
    async issue(grant, signal) {
      const holder = hashParts(grant.issuer, grant.subject, grant.clientId);
      const tooMany = await tooManyGrants(client, table, holder, grant.issuedAt, signal);
      if (tooMany !== undefined) return failure(tooMany);
      const value = `sug_${randomBytes(32).toString('base64url')}`;
      const { boundParameters, said, ...rest } = grant;
      const item = {
        ...rest,
        signIn: JSON.stringify(said),
        path: boundParameters,
        [partitionKey]: hashSecret(value),
        [subjectIndexKey]: hashParts(grant.issuer, grant.subject),
        [holderIndexKey]: holder,
      };
      const Item: Record<string, AttributeValue> = marshall(item, { removeUndefinedValues: true });
      await send(client, new PutItemCommand({ TableName: table, Item }), { abortSignal: signal });
      return success(value);
    },
  };
}

/** Undefined where the holder may have one more grant at `now` (seconds since 1970). Reads one page, by the end of the grants. */
async function tooManyGrants(
  client: DynamoDBClient,
  table: string,
  holder: string,
  now: number,
  signal: AbortSignal,
): Promise<TooManyGrants | undefined> {
  const { holderIndex: index, holderIndexKey, ttl } = TABLES.grant;
  const match = { attribute: holderIndexKey, value: holder };
  const live = { table, index, match, bound: { attribute: ttl, above: now }, limit: MOST_LIVE_GRANTS };
  for await (const page of queryPages(client, live, { abortSignal: signal }))
    return page.length < MOST_LIVE_GRANTS ? undefined : { earliestEnd: Number(page[0]?.[ttl]?.N) };
  return undefined;
}
