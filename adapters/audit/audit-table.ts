/** The table with one record for each edit of a policy item. Records are only added. */
import * as v from 'valibot';
import { TABLES } from '../../core/contract.ts';
import { plainItem } from '../dynamodb/plain-item.ts';
import type { DynamoDBClient } from '../dynamodb/client.ts';
import { putIfAbsent } from '../dynamodb/items.ts';
import { queryPages } from '../dynamodb/pages.ts';
import { auditRecord } from './record.ts';
import type { AuditRecord } from './record.ts';

/** The parts of an earlier record that a later edit needs. */
const earlier = v.pick(auditRecord, ['valid', 'before', 'after', 'lastUsable', 'omitted']);

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
      const match = { attribute: partitionKey, value: route };
      const bound = { attribute: sortKey, below: change };
      const pages = queryPages(client, { table, match, bound, lastFirst: true, limit: 1 });
      for await (const [item] of pages) if (item !== undefined) return formerIn(plainItem(item));
      return undefined;
    },

    async append(record) {
      await putIfAbsent(client, { table, partitionKey, item: record });
    },
  };
}

function formerIn(item: Record<string, unknown>): Former {
  const { omitted = {}, ...record } = v.parse(earlier, item);
  const names = record.valid === true ? (['after'] as const) : (['lastUsable', 'before'] as const);
  const name = names.find((one) => record[one] !== undefined || one in omitted);
  if (name === undefined) return undefined;
  return record[name] === undefined ? 'lost' : { image: record[name] };
}
