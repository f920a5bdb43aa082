/** The record of changes of one item. */
import type { Connection } from '../protected-api.ts';
import { auditEntries } from './audit-record.ts';
import type { AuditEntry } from './audit-record.ts';
import { routeKey } from './route-key.ts';

export interface PolicyHistory {
  readonly route: string;
  /** Newest first. */
  readonly changes: readonly AuditEntry[];
}

/** The last changes of an item, at most `limit`. Refuses: `route_malformed`, `no_record`, `record_incomplete`. */
export async function policyHistory(
  connection: Connection,
  { route, limit }: { readonly route: string; readonly limit: number },
): Promise<PolicyHistory> {
  const key = routeKey(route);
  return { route: key, changes: await newestEntries(connection, key, limit) };
}

/** Newest first. */
export async function newestEntries(
  connection: Connection,
  key: string,
  most: number,
): Promise<readonly AuditEntry[]> {
  const found: AuditEntry[] = [];
  for await (const entry of auditEntries(connection, key)) {
    found.push(entry);
    if (found.length === most) break;
  }
  return found;
}
