/** Explains a request to a protected API: what the authorizer would decide, and why. Nothing is written. */
import { NO_RISK } from '../../core/condition/risk.ts';
import type { PresentedGrant } from '../../core/decision/decide.ts';
import { isGrant } from '../../core/token/credential.ts';
import type { Connection } from '../protected-api.ts';
import { apiAt, baseOf } from './base.ts';
import type { Caller } from './caller.ts';
import { explain } from './explain.ts';
import type { Explanation } from './explanation.ts';
import { readPolicy } from './policy-reading.ts';
import { grantIn, isUseRecorded, policyItemsFor, riskIn } from './tables.ts';
import { verifiedCaller } from './verified-caller.ts';
import { callerWith } from './written-claims.ts';
import { grantOf, WRITTEN_API } from './written-grant.ts';
import type { WrittenGrant } from './written-grant.ts';
import { readRequest } from './written-request.ts';
import type { WrittenRequest } from './written-request.ts';
import { riskOf } from './written-risk.ts';
import type { WrittenRisk } from './written-risk.ts';

export interface ExplainRequest {
  readonly request: WrittenRequest;
  /** An access token, or the claims of one. `issuer` names the trusted issuer of claims without `iss`. */
  readonly caller:
    | { readonly token: string }
    | { readonly claims: Readonly<Record<string, unknown>>; readonly issuer?: string | undefined };
  /** The value of a grant, or a description of one. */
  readonly grant?: { readonly value: string } | { readonly described: WrittenGrant } | undefined;
  /** In place of the risk that the table has of the user. */
  readonly risk?: WrittenRisk | undefined;
  /** Seconds since 1970. */
  readonly now: number;
}

/** What is assumed for want of knowledge, and what limits the explanation. */
export type ExplainNote = 'routes_unknown' | 'api_unknown' | 'grant_unreadable';

export interface ExplainedRequest {
  readonly explanation: Explanation;
  readonly notes: readonly ExplainNote[];
}

/**
 * Explains the request. Refuses: `no_such_route`, `route_not_protected`, `input_malformed`, `issuer_not_trusted`, `issuer_not_named`,
 * `keys_unavailable`, `keys_unreadable`, `table_not_named`, `risk_unreadable`, `unreachable`, `aws_refused`.
 */
export async function explainRequest(
  connection: Connection,
  asked: ExplainRequest,
): Promise<ExplainedRequest> {
  const { trust, routes } = connection;
  const { now } = asked;
  const notes = new Set<ExplainNote>();
  const { request, path, template } = readRequest(asked.request, connection);
  if (routes === undefined) notes.add('routes_unknown');
  const caller = await callerOf(connection, asked);
  const items = await policyItemsFor(connection, request.method, template);
  const { lookup } = readPolicy(items, request.method, template, trust.acr);
  const target = lookup.kind === 'found' ? lookup.target : '';
  const grant = await presentedGrant(connection, asked, { caller, target, notes });
  const spent =
    asked.grant !== undefined && 'described' in asked.grant
      ? (asked.grant.described.spent ?? false)
      : undefined;
  const explanation = await explain({
    trust,
    base: baseOf(connection),
    api: spent === undefined ? apiAt(connection.baseUrl) : WRITTEN_API,
    template,
    path,
    request,
    items,
    caller,
    risk: await riskFor(connection, asked, caller),
    grant,
    isSpent: (use) => (spent === undefined ? isUseRecorded(connection, use) : Promise.resolve(spent)),
    now,
  });
  return { explanation, notes: [...notes] };
}

async function callerOf({ trust }: Connection, { caller, now }: ExplainRequest): Promise<Caller> {
  return 'token' in caller
    ? verifiedCaller(caller.token, trust, now)
    : callerWith(caller.claims, trust, { issuer: caller.issuer, now });
}

interface GrantContext {
  readonly caller: Caller;
  readonly target: string;
  readonly notes: Set<ExplainNote>;
}

async function presentedGrant(
  connection: Connection,
  { grant, now }: ExplainRequest,
  { caller, target, notes }: GrantContext,
): Promise<PresentedGrant> {
  if (grant === undefined) return { kind: 'none' };
  if ('described' in grant) {
    return grantOf(grant.described, caller, { target, vocabulary: connection.trust.acr, now });
  }
  if (!isGrant(grant.value)) return { kind: 'unknown' };
  if (apiAt(connection.baseUrl) === undefined) notes.add('api_unknown');
  return grantIn(connection, grant.value, () => notes.add('grant_unreadable'));
}

async function riskFor(connection: Connection, { risk, now }: ExplainRequest, caller: Caller) {
  if (risk !== undefined) return riskOf(risk, now, 'risk');
  return caller.kind === 'verified' ? riskIn(connection, caller.authentication, now) : NO_RISK;
}
