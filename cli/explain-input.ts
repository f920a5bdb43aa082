/** Reads the input of an explanation: the options of the command, the tables, the issuer's keys. */
import * as v from 'valibot';
import { isGrant } from '../core/token/credential.ts';
import type { PresentedGrant } from '../core/decision/decide.ts';
import { NO_RISK } from '../core/condition/risk.ts';
import type { Risk } from '../core/condition/risk.ts';
import { AdminRefusal } from '../admin/refusal.ts';
import type { Connection } from '../admin/protected-api.ts';
import type { GlobalOptions, Runtime } from './runtime.ts';
import { apiAt, baseOf } from '../admin/explain/base.ts';
import type { Caller } from '../admin/explain/caller.ts';
import { readForm, readText } from '../admin/files/documents.ts';
import { explain } from '../admin/explain/explain.ts';
import type { Explanation } from '../admin/explain/explanation.ts';
import { readPolicy } from '../admin/explain/policy-reading.ts';
import { grantIn, isUseRecorded, policyItemsFor, riskIn } from '../admin/explain/tables.ts';
import { requireMoment } from '../admin/moment.ts';
import { verifiedCaller } from '../admin/explain/verified-caller.ts';
import { callerWith } from '../admin/explain/written-claims.ts';
import { grantOf, WRITTEN_API, writtenGrant } from '../admin/explain/written-grant.ts';
import type { WrittenGrant } from '../admin/explain/written-grant.ts';
import { readRequest } from '../admin/explain/written-request.ts';
import { riskOf, writtenRisk } from '../admin/explain/written-risk.ts';

/** Options of `step-up explain`. */
export interface ExplainOptions extends GlobalOptions {
  readonly token?: string;
  readonly claims?: string;
  readonly issuer?: string;
  readonly grant?: string;
  readonly grantFile?: string;
  readonly risk?: string;
  readonly at?: string;
  readonly ip?: string;
  readonly header: readonly string[];
  readonly query: readonly string[];
}

/** Explains the request that the options describe. Throws an AdminRefusal that says what is missing. */
export async function explainWith(
  method: string,
  path: string,
  options: ExplainOptions,
  connection: Connection,
  runtime: Runtime,
): Promise<Explanation> {
  const now = options.at === undefined ? runtime.now() : requireMoment('--at', options.at, runtime.now());
  const written = {
    method,
    path,
    query: options.query.map((text) => pair('--query', text, '=', 'name=value')),
    headers: options.header.map((text) => pair('--header', text, ':', 'name: value')),
    ip: options.ip,
  };
  const { request, template, unknownRoute } = readRequest(written, connection.routes);
  if (unknownRoute) runtime.inform(`The API has no protected method ${request.method} ${template}.`);
  if (connection.routes === undefined)
    runtime.inform(`The routes of the API are not known: ${template} is used as the template.`);
  const { caller, grantValue } = await callerOf(options, connection, now);
  const items = await policyItemsFor(connection, request.method, template);
  const { lookup } = readPolicy(items, request.method, template, connection.trust.acr);
  const target = lookup.kind === 'found' ? lookup.target : '';
  const { presented, spent } = await grantFor(options, grantValue, {
    connection,
    runtime,
    caller,
    target,
    now,
  });
  return explain({
    trust: connection.trust,
    base: baseOf(connection),
    api: spent === undefined ? apiAt(connection.baseUrl) : WRITTEN_API,
    template,
    request,
    items,
    caller,
    risk: await riskFor(options, caller, connection, now),
    grant: presented,
    isSpent: (use) => (spent === undefined ? isUseRecorded(connection, use) : Promise.resolve(spent)),
    now,
  });
}

async function callerOf(
  options: ExplainOptions,
  { trust }: Connection,
  now: number,
): Promise<{ readonly caller: Caller; readonly grantValue: string | undefined }> {
  const file = options.grantFile === undefined ? undefined : readText(options.grantFile).trim();
  const grantValue = options.grant ?? (file !== undefined && isGrant(file) ? file : undefined);
  if (options.token === undefined) {
    if (options.claims === undefined)
      throw new AdminRefusal(
        'input_missing',
        'Say who asks: give --token with an access token, or --claims with a file.',
      );
    const claims = readForm(claimsForm, readText(options.claims), options.claims);
    return { caller: callerWith(claims, trust, { issuer: options.issuer, now }), grantValue };
  }
  if (options.claims !== undefined) throw new AdminRefusal('usage', 'Give --token or --claims, not both.');
  return { caller: await verifiedCaller(options.token, trust, now), grantValue };
}

const claimsForm = v.record(v.string(), v.unknown(), 'expected an object with claims');

interface GrantContext {
  readonly connection: Connection;
  readonly runtime: Runtime;
  readonly caller: Caller;
  readonly target: string;
  readonly now: number;
}

async function grantFor(
  { grant, grantFile }: ExplainOptions,
  value: string | undefined,
  { connection, runtime, caller, target, now }: GrantContext,
): Promise<{ readonly presented: PresentedGrant; readonly spent: boolean | undefined }> {
  if (value !== undefined) {
    if (!isGrant(value)) return { presented: { kind: 'unknown' }, spent: undefined };
    if (apiAt(connection.baseUrl) === undefined)
      runtime.inform('The API and its stage are not known: the grant is assumed to be for them.');
    return { presented: await grantIn(connection, value, runtime.inform), spent: undefined };
  }
  if (grant !== undefined || grantFile === undefined)
    return { presented: { kind: 'none' }, spent: undefined };
  const written: WrittenGrant = readForm(writtenGrant, readText(grantFile), grantFile);
  const vocabulary = connection.trust.acr;
  return { presented: grantOf(written, caller, { target, vocabulary, now }), spent: written.spent ?? false };
}

async function riskFor(
  { risk }: ExplainOptions,
  caller: Caller,
  connection: Connection,
  now: number,
): Promise<Risk> {
  if (risk !== undefined) {
    const text = risk.trimStart().startsWith('{') ? risk : readText(risk);
    return riskOf(readForm(writtenRisk, text, '--risk'), now, '--risk');
  }
  return caller.kind === 'verified' ? riskIn(connection, caller.authentication, now) : NO_RISK;
}

function pair(option: string, text: string, separator: string, form: string): [string, string] {
  const at = text.indexOf(separator);
  if (at < 1)
    throw new AdminRefusal('input_malformed', `${option} ${JSON.stringify(text)}: write it as ${form}.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
