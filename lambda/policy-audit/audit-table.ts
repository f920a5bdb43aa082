/** The table with one record for each edit of a policy item. Records are only added. */
import { ConditionalCheckFailedException, PutItemCommand, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import type { AuditRecord } from './record.ts';
import { plainItem } from '../../adapters/dynamodb/answer.ts';
import { send } from '../../adapters/dynamodb/send.ts';

const image = v.optional(v.pipe(v.string(), v.parseJson()));

/** The parts of an earlier record that a later edit needs. */
const earlier = v.object({
  valid: v.optional(v.boolean()),
  before: image,
  after: image,
  lastUsable: image,
  omitted: v.optional(v.record(v.string(), v.unknown()), {}),
});

/** The image of the last usable item of a key. `lost`: it was too large to be kept. Undefined: no record has one. */
export type Former = { readonly image: unknown } | 'lost' | undefined;

export interface AuditTable {
  /** The last usable item of `route` before this change. */
  formerOf(route: string, change: string): Promise<Former>;
  /** Adds a record. If the record exists already, it stays unchanged and the call succeeds: a change can come twice. */
  append(record: AuditRecord): Promise<void>;
}

export function createAuditTable(client: DynamoDBClient, table: string): AuditTable {
  const { partitionKey, sortKey } = TABLES.audit;
  return {
    async formerOf(route, change) {
      const command = new QueryCommand({
        TableName: table,
        KeyConditionExpression: '#route = :route AND #change < :change',
        ExpressionAttributeNames: { '#route': partitionKey, '#change': sortKey },
        ExpressionAttributeValues: { ':route': { S: route }, ':change': { S: change } },
        ScanIndexForward: false,
        Limit: 1,
        ConsistentRead: true,
      });
      const [item] = (await send(client, command)).Items ?? [];
      return item === undefined ? undefined : formerIn(plainItem(item));
    },

    async append(record) {
      const Item: Record<string, AttributeValue> = marshall(record, { removeUndefinedValues: true });
      const command = new PutItemCommand({
        TableName: table,
        Item,
        ConditionExpression: 'attribute_not_exists(#route)',
        ExpressionAttributeNames: { '#route': partitionKey },
      });
      try {
        await send(client, command);
      } catch (error) {
        if (!(error instanceof ConditionalCheckFailedException)) throw error;
      }
    },
  };
}

function formerIn(item: Record<string, unknown>): Former {
  const record = v.parse(earlier, item);
  const names = record.valid === true ? (['after'] as const) : (['lastUsable', 'before'] as const);
  const name = names.find((one) => record[one] !== undefined || one in record.omitted);
  if (name === undefined) return undefined;
  return record[name] === undefined ? 'lost' : { image: record[name] };
}
