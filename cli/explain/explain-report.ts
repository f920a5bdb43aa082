/** An explanation as text for readers. */
import { LONGEST_GRANT_TTL } from '../../core/policy/fields.ts';
import type { Requirement } from '../../core/policy/requirement.ts';
import { timeText } from '../../admin/moment.ts';
import type { Check } from '../../admin/explain/checks.ts';
import type { Explanation, UpcomingChange } from '../../admin/explain/explanation.ts';
import type { PolicyReading } from '../../admin/explain/policy-reading.ts';
import type { ClientResponse } from '../../admin/explain/response.ts';
import type { RuleVerdict } from '../../admin/explain/rule-verdicts.ts';
import type { Verdict } from '../../admin/explain/verdict.ts';

/** The lines of the report. */
export function reportOf(explanation: Explanation): string[] {
  const { request, template, now, policy, rules, checks, decision, response, upcoming } = explanation;
  const route = `${request.method} ${template}`;
  return [
    `${request.method} ${request.path}, which is ${route}, at ${timeText(now)}`,
    '',
    'Policy',
    ...policyLines(policy, explanation.version?.from, upcoming),
    ...section('Rules', rules.flatMap(ruleLines)),
    ...section('Required', checks.map(checkLine)),
    '',
    `Decision: ${verdictText(decision)}`,
    ...differenceLines(decision).map((line) => `  ${line}`),
    '',
    ...responseLines(response),
    ...upcoming.flatMap(upcomingLines),
  ];
}

function section(title: string, lines: readonly string[]): string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function policyLines(
  { candidates, item, group, lookup }: PolicyReading,
  from: number | undefined,
  upcoming: readonly UpcomingChange[],
): string[] {
  const width = Math.max(...candidates.map(({ key }) => key.length));
  const state = (key: string, found: boolean) =>
    key === item ? 'there: this one counts' : found ? 'there, but a more specific one counts' : 'not there';
  const lines = candidates.map(({ key, found }) => `  ${key.padEnd(width)}  ${state(key, found)}`);
  if (group !== undefined)
    lines.push(`  ${group.key} ${group.found ? 'holds too: the stricter of both counts' : 'is not there'}`);
  if (lookup.kind === 'missing') lines.push('  No item: the route is closed.');
  if (lookup.kind === 'invalid') {
    lines.push(`  ${lookup.item} is not usable, and closes the route:`);
    lines.push(...lookup.mistakes.map(({ field, message }) => `    ${field}: ${message}`));
  }
  if (from !== undefined && from > 0) lines.push(`  The change announced for ${timeText(from)} holds.`);
  lines.push(
    ...upcoming.map(({ effectiveAt }) =>
      effectiveAt === undefined
        ? '  A change is only observed: it has no effectiveAt.'
        : `  A change is announced for ${timeText(effectiveAt)}.`,
    ),
  );
  return lines;
}

const RESULTS = { matched: 'matched    ', failed: 'FAILED     ', not_matched: 'not matched' } as const;

function ruleLines({ result, when, item, description, failure, adds }: RuleVerdict): string[] {
  return [
    `${RESULTS[result]}  ${when}  (${item}${description === undefined ? '' : `: ${description}`})`,
    ...(failure === undefined
      ? []
      : [`             it could not be evaluated, and so it counts: ${failure}`]),
    ...(result === 'not_matched' ? [] : [`             adds ${demandsText(adds)}`]),
  ];
}

function demandsText({ deny, closedUntil, acr, maxAge, scopes, grant }: Requirement): string {
  return [
    deny ? 'deny' : undefined,
    closedUntil > 0 ? `closed until ${timeText(closedUntil)}` : undefined,
    acr === 'any' ? undefined : `acr ${acr.join(', ')}`,
    maxAge === undefined ? undefined : `maxAge ${maxAge}`,
    scopes.length === 0 ? undefined : `scopes ${scopes.join(' ')}`,
    grant.required ? `a grant${grant.once ? ' that is good once' : ''}` : undefined,
    grant.boundToPath ? 'a grant for this path only' : undefined,
    grant.ttl < LONGEST_GRANT_TTL ? `ttl ${grant.ttl}` : undefined,
    grant.notBefore > 0 ? `grants issued from ${timeText(grant.notBefore)} on` : undefined,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

function checkLine({ met, demand, of, asked, found }: Check): string {
  const subject = of === 'policy' ? '' : ` the ${of}:`;
  return `${met ? 'met    ' : 'NOT MET'}  ${demand.padEnd(11)} ${asked};${subject} ${found}`;
}

/** A decision in one line. */
export function verdictText(verdict: Verdict): string {
  const { kind, reason, detail, openedBy, grantRefusal, acr = [], maxAge, scopes = [] } = verdict;
  return [
    reason === undefined ? kind : `${kind} (${reason})`,
    detail,
    openedBy === undefined ? undefined : `opened by the ${openedBy}`,
    acr.length === 0 ? undefined : `acr ${acr.join(', ')}`,
    maxAge === undefined ? undefined : `max_age ${maxAge}`,
    scopes.length === 0 ? undefined : `scopes ${scopes.join(' ')}`,
    grantRefusal === undefined ? undefined : `the grant does not count: ${grantRefusal}`,
  ]
    .filter((part) => part !== undefined)
    .join(', ');
}

/** What the token has, what is expected of it, and where the trust config says so. */
export function differenceLines({ came, expected, setting, issuer }: Verdict): string[] {
  if (came === undefined || expected === undefined) return [];
  const whose = setting === 'issuers' || issuer === undefined ? '' : ` of the issuer ${issuer}`;
  return [
    `came:     ${came}`,
    `expected: ${expected}`,
    ...(setting === undefined ? [] : [`by:       ${setting}${whose} in the trust config`]),
  ];
}

function responseLines(response: ClientResponse): string[] {
  if (response.from === 'backend') {
    const context = Object.entries(response.context).filter(([, value]) => value !== '');
    return [
      'The request goes to the backend, with this context',
      ...context.map(([name, value]) => `  ${name}: ${value}`),
    ];
  }
  return [
    'The client gets',
    `  HTTP ${response.status}`,
    ...Object.entries(response.headers).map(([name, value]) => `  ${name}: ${value}`),
    '',
    `  ${response.body}`,
  ];
}

function upcomingLines({ effectiveAt, decision, rules, checks }: UpcomingChange): string[] {
  const when = effectiveAt === undefined ? 'If the observed change held' : `From ${timeText(effectiveAt)} on`;
  const counted = rules.filter(({ result }) => result !== 'not_matched');
  return [
    '',
    `${when}: ${verdictText(decision)}`,
    ...[...counted.flatMap(ruleLines), ...checks.map(checkLine)].map((line) => `  ${line}`),
  ];
}
