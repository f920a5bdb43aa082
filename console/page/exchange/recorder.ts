/** A fetch that draws each request and its answer. */
import { nextOf } from '../../../client/challenge.ts';
import { parseWwwAuthenticate } from '../../../client/www-authenticate.ts';
import { grantOf, pathOf, tokenOf } from './api-request.ts';
import { decisionOf, live } from '../log/decisions.ts';
import { jsonOf } from '../shell/json.ts';
import { explainInto } from './reasoning.ts';
import { remember } from '../policy/recent-calls.ts';
import { signInOf } from './read-sign-in.ts';
import { session } from './session.ts';
import { claimsOf, masked, shortAcr } from './token.ts';
import { addStep } from './trace.ts';
import type { Section } from './trace.ts';

/** Sends a request to the API, and draws the request, the authorizer's decision and the answer. */
export const recordingFetch: typeof fetch = async (input, init) => {
  const request = new Request(input, init);
  const sent = request.clone();
  const isExchange = request.url.endsWith('/step-up/token');
  const path = pathOf(request.url);
  const grant = grantOf(request);
  const token = tokenOf(request);
  addStep({
    from: 'client',
    to: 'api',
    tone: 'plain',
    title: isExchange ? 'Exchange the new token for a grant' : `${request.method} ${path}`,
    summary: isExchange
      ? 'RFC 8693: a short-lived permit for this route alone'
      : `with ${describe(token)}${grant === undefined ? '' : ' and the grant'}`,
    sections: await requestSections(sent),
  });
  if (!isExchange) remember(request.method, path, token);
  const started = performance.now();
  const since = Date.now();
  let response: Response;
  try {
    response = await fetch(request);
  } catch (error) {
    addStep({
      from: 'api',
      to: 'client',
      tone: 'bad',
      title: 'No answer',
      summary: noAnswer(),
      sections: [],
    });
    throw new Error(noAnswer(), { cause: error });
  }
  const took = performance.now() - started;
  await (isExchange
    ? drawExchange(response.clone(), took)
    : drawAnswer(request, response.clone(), { took, since }));
  return response;
};

/** Whether the header is a challenge that a sign-in answers. */
export function asksForSignIn(header: string | null): boolean {
  return parseWwwAuthenticate(header ?? '').some(
    ({ parameters }) => nextOf((name) => parameters.get(name)) === 'authenticate',
  );
}

/** A browser does not tell a page why a request failed; whether the local run is up is known here. */
function noAnswer(): string {
  return live.get()
    ? 'The browser shows this page no answer: the API has no such route, or does not let this page call it (CORS).'
    : 'The gateway is offline: is npm start still running?';
}

function describe(token: string | undefined): string {
  if (token === undefined) return 'no token';
  const { acr } = signInOf(token);
  return `a token of ${acr === undefined ? 'unknown strength' : shortAcr(acr)}`;
}

async function requestSections(request: Request): Promise<Section[]> {
  const fields = [...request.headers].map(([name, value]): [string, string] => [
    name,
    name === 'authorization' || name === 'step-up-grant' ? value.replace(/\S{25,}/, masked) : value,
  ]);
  const body = await request.text();
  const token = tokenOf(request);
  return [
    { kind: 'fields', title: 'Request', fields: [['', `${request.method} ${request.url}`], ...fields] },
    ...(body === '' ? [] : [bodySection(request, body)]),
    ...(token === undefined
      ? []
      : [{ kind: 'json', title: 'Claims of the token', value: claimsOf(token) } as const]),
  ];
}

function bodySection(request: Request, body: string): Section {
  if (!(request.headers.get('content-type') ?? '').includes('urlencoded')) {
    return { kind: 'fields', title: 'Body', fields: [['', body]] };
  }
  const fields = [...new URLSearchParams(body)].map(([name, value]): [string, string] => [
    name,
    name === 'subject_token' ? masked(value) : value,
  ]);
  return { kind: 'fields', title: 'Form', fields };
}

async function drawAnswer(
  request: Request,
  response: Response,
  { took, since }: { took: number; since: number },
): Promise<void> {
  const body = await response.text();
  const decision = await decisionOf(response.headers.get('x-amz-apigw-id'), {
    method: request.method,
    url: request.url,
    since,
  });
  explainInto(request, response, decision);
  const header = response.headers.get('www-authenticate');
  const parameters = parseWwwAuthenticate(header ?? '')[0]?.parameters;
  const challenged = parameters?.get('error');
  const asks = [
    parameters?.has('acr_values')
      ? `acr ${shortAcr(parameters.get('acr_values')?.split(' ')[0] ?? '')}`
      : undefined,
    parameters?.has('max_age') ? `a sign-in at most ${parameters.get('max_age') ?? ''} s old` : undefined,
  ].filter((part) => part !== undefined);
  addStep({
    from: 'api',
    to: 'client',
    tone: response.ok ? 'good' : asksForSignIn(header) ? 'ask' : 'bad',
    title: response.ok
      ? `${response.status} · the route is open`
      : `${response.status} · ${titleOf(challenged, response.status)}`,
    summary: response.ok
      ? openedBy(request)
      : asks.length > 0
        ? `It asks for ${asks.join(' and ')}`
        : detailOf(body),
    took,
    sections: [
      { kind: 'fields', title: 'Response headers', fields: [...response.headers] },
      { kind: 'json', title: 'Response body', value: jsonOr(body) },
    ],
  });
}

const TITLES: Record<string, string> = {
  insufficient_user_authentication: 'a challenge',
  insufficient_claims: 'a challenge',
  step_up_grant_required: 'only the grant is missing',
  invalid_token: 'the token is expired or not for this API',
  access_denied: 'refused: no sign-in helps',
  insufficient_scope: 'a scope is missing',
};

function titleOf(error: string | undefined, status: number): string {
  if (error === undefined)
    return status === 401 ? 'sign in first' : status === 503 ? 'not decided, so not opened' : 'refused';
  return TITLES[error] ?? error;
}

function openedBy(request: Request): string {
  return grantOf(request) !== undefined
    ? 'by the grant, beside the token you already had'
    : 'by the token alone';
}

function detailOf(body: string): string {
  const problem = jsonOr(body);
  if (typeof problem === 'object' && problem !== null && 'detail' in problem) return String(problem.detail);
  return body.slice(0, 120);
}

async function drawExchange(response: Response, took: number): Promise<void> {
  const answer = await jsonOf<{ access_token?: string; expires_in?: number; error?: string }>(response);
  const { access_token: value, expires_in: lifetime = 0, ...others } = answer;
  if (value !== undefined) {
    const grant = { value, expiresAt: Date.now() + lifetime * 1000 };
    session.set((current) => ({ ...current, grant }));
  }
  addStep({
    from: 'api',
    to: 'client',
    tone: response.ok ? 'good' : 'bad',
    title: response.ok ? 'A grant' : `${response.status} · no grant`,
    summary: response.ok ? `valid for ${lifetime} s, and only with your token` : (answer.error ?? ''),
    took,
    sections: [
      { kind: 'fields', title: 'Response headers', fields: [...response.headers] },
      {
        kind: 'json',
        title: 'Response body',
        value:
          value === undefined ? answer : { access_token: masked(value), expires_in: lifetime, ...others },
      },
    ],
  });
}

function jsonOr(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
