/** Checks the policy table, or other items as if they were the table. */
import type { Progress as StepProgress } from './lint.ts';
import { lint } from './lint.ts';
import type { Finding } from './finding.ts';
import { reachableAcr } from './reachable-acr.ts';
import type { Item } from '../policy/item-fields.ts';
import { scanItems } from '../policy/policy-table.ts';
import type { Progress } from '../progress.ts';
import type { Connection, TrustAlone } from '../protected-api.ts';

export interface LintedPolicies {
  readonly findings: readonly Finding[];
  /** Whether the methods of the API are known: without them, routes are not checked. */
  readonly routesKnown: boolean;
  /** Issuers that publish no `acr_values_supported`, or cannot be reached: their mapping alone is used. */
  readonly silentIssuers: readonly string[];
}

export interface LintRequest {
  /** Seconds since 1970. */
  readonly now: number;
  readonly onRead?: Progress | undefined;
  readonly onChecked?: StepProgress | undefined;
}

/** Checks the items of the policy table. */
export async function lintTable(connection: Connection, request: LintRequest): Promise<LintedPolicies> {
  return findingsIn(itemsOf(connection, request), connection, request);
}

/** Checks these items as if they were the whole table. */
export async function lintItems(
  api: Connection | TrustAlone,
  { items, ...request }: LintRequest & { readonly items: readonly Item[] },
): Promise<LintedPolicies> {
  return findingsIn(Promise.resolve(items), api, request);
}

async function findingsIn(
  reading: Promise<readonly Item[]>,
  { trust, routes }: Pick<Connection, 'trust' | 'routes'>,
  { now, onChecked }: LintRequest,
): Promise<LintedPolicies> {
  const [items, announced] = await Promise.all([reading, reachableAcr(trust.issuers)]);
  const silent = trust.issuers.filter(({ issuer }) => !announced.has(issuer));
  return {
    findings: lint({ items, trust, routes, reachableAcr: announced, now }, onChecked),
    routesKnown: routes !== undefined,
    silentIssuers: silent.map(({ issuer }) => issuer),
  };
}

async function itemsOf(connection: Connection, { onRead }: LintRequest): Promise<Item[]> {
  const items: Item[] = [];
  for await (const page of scanItems(connection)) {
    items.push(...page.map(({ fields }) => fields));
    onRead?.(items.length);
  }
  return items;
}
