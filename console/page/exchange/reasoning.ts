/** The authorizer's decision on one request and its reasons, drawn between the request and its answer. */
import { parseWwwAuthenticate } from '../../../client/www-authenticate.ts';
import { grantOf, pathOf, tokenOf } from './api-request.ts';
import type { Decision } from '../log/decisions.ts';
import { readExplanation } from './explanation.ts';
import { signInOf } from './read-sign-in.ts';
import { ask } from '../shell/server.ts';
import type { Question } from '../../wire/api.ts';
import { claimsOf, shortAcr, textIn } from './token.ts';
import { addStep, changeStep } from './trace.ts';
import type { Check } from './trace.ts';

/** Draws the decision from the log and the answer at once, and adds what `explain` says when that arrives. */
export function explainInto(request: Request, response: Response, decision: Decision | undefined): void {
  const path = pathOf(request.url);
  const grant = grantOf(request);
  const kind = `${request.method} ${path} ${grant === undefined ? 'by token' : 'by grant'}`;
  const expected = seen.get(kind) ?? (grant === undefined ? BY_TOKEN : BY_GRANT);
  const id = addStep({
    from: 'api',
    to: 'api',
    tone: response.ok ? 'good' : 'ask',
    title: 'The authorizer decides',
    summary: decision === undefined ? `status ${response.status}` : inWords(decision),
    checks: withReason(checksOf(request, response), response.ok, decision),
    lookUp: { isOver: false, expected },
    sections:
      decision === undefined
        ? []
        : [{ kind: 'json', title: 'What it logged: no token, no name', value: decision }],
  });
  const credentials = {
    ...present('token', tokenOf(request)),
    ...present('grant', grant),
  };
  explained = explainStep(id, { method: request.method, path, ...credentials }, response.ok).then(
    (count) => {
      seen.set(kind, Math.max(count, expected));
    },
    () => {
      changeStep(id, () => ({ lookUp: { isOver: true, expected } }));
    },
  );
}

/** Expected lines: user, acr and max_age; with a grant also the grant itself (two lines), its acr and its max_age. */
const BY_TOKEN = 3;
const BY_GRANT = 7;

/** How many lines there were the last time, by kind of request. */
const seen = new Map<string, number>();

/** Resolves when the last explanation has arrived. Before that, nothing that it reads may be changed. */
export let explained: Promise<void> = Promise.resolve();

async function explainStep(id: number, question: Question, ok: boolean): Promise<number> {
  const [explanation, items] = await Promise.all([
    ask('POST /api/explain', question),
    ask('GET /api/policy', {}),
  ]);
  const { checks, item, allows } = readExplanation(explanation);
  const policy = items.find(({ route }) => route === item);
  let count = 0;
  changeStep(id, (step) => {
    // `explain` runs after the authorizer. Where the two differ, the checks from the answer stay.
    const drawn = checks.length > 0 && allows === ok ? checks : (step.checks ?? []);
    count = drawn.length;
    return {
      checks: drawn,
      lookUp: { isOver: true, expected: step.lookUp?.expected ?? count },
      sections: [
        ...(policy === undefined
          ? []
          : [{ kind: 'json', title: 'The policy item that matched', value: policy } as const]),
        { kind: 'json', title: 'step-up explain', value: explanation },
        ...step.sections,
      ],
    };
  });
  return count;
}

function present<K extends string>(name: K, value: string | undefined): Partial<Record<K, string>> {
  const result: Partial<Record<K, string>> = {};
  if (value !== undefined) result[name] = value;
  return result;
}

const REASONS: Record<string, string> = {
  acr: 'this sign-in is not strong enough',
  max_age: 'this sign-in is too old',
  auth_time_missing: 'the token does not say when the user signed in',
  auth_time_unavailable: 'this issuer never says when a user signed in: no sign-in would do',
  revoked: 'this session was revoked',
  grant_required: 'the sign-in is enough, only the grant is missing',
  grant_spent: 'the grant was for one use, and was used',
  no_credential: 'there is no access token',
  signature: 'no known key has signed this token',
  machine_token: 'this is the token of a machine: no user can sign in',
  no_sign_in_shown: 'nothing in this token shows that a user signed in',
  policy_denies: 'the policy closes the route',
  policy_missing: 'no policy item: closed',
  policy_invalid: 'the policy item is not valid: closed',
};

function inWords({ message, reason, openedBy, grantRefusal, rules }: Decision): string {
  const why = REASONS[reason] ?? reason.replace(/_/g, ' ');
  const parts = [
    openedBy === undefined ? why : `${message.toLowerCase()}: opened by the ${openedBy}`,
    ...(grantRefusal === undefined ? [] : [`grant: ${grantRefusal.replace(/_/g, ' ')}`]),
    ...(rules === undefined ? [] : [`rules that counted: ${rules.join(', ')}`]),
  ];
  return parts.join(' · ');
}

/** A refusal is never drawn without a reason: where all checks are met, the reason comes from the log. */
function withReason(checks: Check[], ok: boolean, decision: Decision | undefined): Check[] {
  if (ok || decision === undefined || checks.some(({ met }) => !met)) return checks;
  return [...checks, { met: false, demand: inWords(decision), actual: '' }];
}

/** What the challenge asks for, and what the token has. */
function checksOf(request: Request, response: Response): Check[] {
  const token = tokenOf(request);
  if (token === undefined) return [{ met: false, demand: 'an access token', actual: 'the request has none' }];
  const { authTime } = signInOf(token);
  const acr = textIn(claimsOf(token), 'acr');
  const parameters = parseWwwAuthenticate(response.headers.get('www-authenticate') ?? '')[0]?.parameters;
  const checks: Check[] = [
    {
      met: parameters?.get('error') !== 'invalid_token',
      demand: 'a valid access token',
      actual: 'signature, issuer, audience, times',
    },
  ];
  const words = parameters?.get('acr_values')?.split(' ');
  if (words !== undefined) {
    const asked = words.map(shortAcr).join(' or ');
    checks.push({
      met: words.includes(acr ?? ''),
      demand: `acr: ${asked}`,
      actual: `the token has ${shortAcr(acr ?? 'none')}`,
    });
  }
  const maxAge = parameters?.get('max_age');
  if (maxAge !== undefined && authTime !== undefined) {
    const age = Math.max(0, Math.floor(Date.now() / 1000 - authTime));
    checks.push({
      met: age <= Number(maxAge),
      demand: `signed in at most ${maxAge} s ago`,
      actual: `it was ${age} s ago`,
    });
  }
  return checks;
}
