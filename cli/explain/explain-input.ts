/** What the options of `step-up explain` ask for. */
import * as v from 'valibot';
import type { ExplainRequest } from '../../admin/explain/explain-request.ts';
import { writtenGrant } from '../../admin/explain/written-grant.ts';
import { writtenRisk } from '../../admin/explain/written-risk.ts';
import { readForm, readText } from '../../admin/files/documents.ts';
import { requireMoment } from '../../admin/moment.ts';
import { AdminRefusal } from '../../admin/refusals/refusal.ts';
import { isGrant } from '../../core/token/credential.ts';
import type { GlobalOptions } from '../runtime.ts';

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

/** What the options ask for. Throws an AdminRefusal that says what is missing. */
export function explainRequestOf(
  method: string,
  path: string,
  options: ExplainOptions,
  startedAt: number,
): ExplainRequest {
  const now = options.at === undefined ? startedAt : requireMoment('--at', options.at, startedAt);
  return {
    request: {
      method,
      path,
      query: options.query.map((text) => pair('--query', text, '=', 'name=value')),
      headers: options.header.map((text) => pair('--header', text, ':', 'name: value')),
      ip: options.ip,
    },
    caller: callerOf(options),
    grant: grantOf(options),
    risk: riskOf(options),
    now,
  };
}

function callerOf({ token, claims, issuer }: ExplainOptions): ExplainRequest['caller'] {
  if (token !== undefined) {
    if (claims !== undefined) throw new AdminRefusal('usage', 'Give --token or --claims, not both.');
    return { token };
  }
  if (claims === undefined)
    throw new AdminRefusal(
      'input_missing',
      'The caller is missing: give --token with an access token, or --claims with a file.',
    );
  return { claims: readForm(claimsForm, readText(claims), claims), issuer };
}

const claimsForm = v.record(v.string(), v.unknown(), 'expected an object with claims');

/** The file of `--grant-file` holds the value of a grant, or a description of one. */
function grantOf({ grant, grantFile }: ExplainOptions): ExplainRequest['grant'] {
  if (grant !== undefined) return { value: grant };
  if (grantFile === undefined) return undefined;
  const text = readText(grantFile);
  return isGrant(text.trim())
    ? { value: text.trim() }
    : { described: readForm(writtenGrant, text, grantFile) };
}

function riskOf({ risk }: ExplainOptions): ExplainRequest['risk'] {
  if (risk === undefined) return undefined;
  return readForm(writtenRisk, risk.trimStart().startsWith('{') ? risk : readText(risk), '--risk');
}

function pair(option: string, text: string, separator: string, form: string): [string, string] {
  const at = text.indexOf(separator);
  if (at < 1)
    throw new AdminRefusal('input_malformed', `${option} ${JSON.stringify(text)}: write it as ${form}.`);
  return [text.slice(0, at).trim(), text.slice(at + 1).trim()];
}
