/** What a case comes to, in one form for all runners, and what it has to come to. */
import { requirementUriOf } from '../route.ts';
import type { PresetShape } from '../tokens/preset-shapes.ts';
import type { Expectation, PlacedVector, Vector } from './vectors.ts';

/** The public base URL of every API that runs the vectors. */
export const VECTOR_BASE = 'https://api.example.com/v1';

/** What the client gets: the refusal, whole but for the id of the request, or what the backend is told. */
export type VectorResponse =
  | { readonly status: 401; readonly challenge: string; readonly body: unknown }
  | { readonly status: 200; readonly acr: string; readonly authTime: string; readonly openedBy: string };

export interface VectorOutcome {
  readonly decision: Expectation['decision'];
  readonly reason: string | undefined;
  readonly grantRefusal: string | undefined;
  readonly upcoming: { readonly outcome: string; readonly at: number | undefined } | undefined;
  readonly response: VectorResponse;
}

/** Title and text of each refusal, and what the client can do (docs/client.md). */
const TEXTS: Readonly<Record<string, readonly [error: string, title: string, detail: string, next: string]>> =
  {
    acr: challengeText('This request needs a stronger authentication than the sign-in had.'),
    max_age: challengeText('This request needs a more recent sign-in.'),
    auth_time_missing: challengeText(
      'This request needs a recent sign-in but the token does not say when the user signed in.',
    ),
    revoked: challengeText('Sign-ins of this user from before a certain time no longer count.'),
    grant_spent: challengeText('This sign-in has been used for this request already. It needs a new one.'),
    grant_required: [
      'step_up_grant_required',
      'A step-up grant is needed',
      'The sign-in suffices. Exchange this access token for a grant and send it in Step-Up-Grant.',
      'exchange',
    ],
    insufficient_scope: [
      'insufficient_scope',
      'The access token lacks a scope',
      'Request an access token with the scopes listed.',
      'authenticate',
    ],
    deny: [
      'access_denied',
      'Access is denied',
      'This request is not allowed. Signing in again does not change that.',
      'none',
    ],
    unauthenticated: [
      'invalid_token',
      'The access token is not valid',
      'The access token is expired, malformed, or not for this API.',
      'authenticate',
    ],
  };

function challengeText(detail: string) {
  return [
    'insufficient_user_authentication',
    'A stronger or fresher sign-in is needed',
    detail,
    'authenticate',
  ] as const;
}

/** The outcome that the case asks for, of tokens of an issuer of this shape. */
export function expectedOutcome(
  { vector: written, moment, ...placed }: PlacedVector,
  shape: PresetShape,
): VectorOutcome {
  const vector = { ...written, expect: expectedOf(written, shape) };
  const { decision, reason, grant_refusal, upcoming } = vector.expect;
  return {
    decision,
    reason,
    grantRefusal: grant_refusal,
    upcoming:
      upcoming === undefined
        ? undefined
        : { outcome: upcoming.outcome, at: upcoming.at === undefined ? undefined : moment(upcoming.at) },
    response: expectedResponse({ vector, moment, ...placed }),
  };
}

/** Where only the time of a sign-in shows that a person signed in, a token without it gets a plain no. */
function expectedOf({ expect }: Vector, { shownByTime }: PresetShape): Expectation {
  return shownByTime && expect.reason === 'auth_time_missing'
    ? { ...expect, decision: 'deny', reason: 'no_sign_in_shown', acr_values: '', max_age: undefined }
    : expect;
}

function expectedResponse(placed: PlacedVector): VectorResponse {
  const { vector, claims } = placed;
  const { decision, opened_by = '' } = vector.expect;
  if (decision !== 'allow') return refusal(placed);
  if (opened_by === 'grant') {
    const grant = typeof vector.grant === 'object' ? vector.grant : undefined;
    const authTime = grant === undefined ? '' : String(placed.moment(grant.authTime));
    return { status: 200, acr: grant?.acr ?? '', authTime, openedBy: opened_by };
  }
  const ours: Readonly<Record<string, string>> = { bronze: 'loa1', silver: 'loa2' };
  const acr = typeof claims.acr === 'string' ? (ours[claims.acr] ?? claims.acr) : '';
  const authTime = typeof claims.auth_time === 'number' ? String(claims.auth_time) : '';
  return { status: 200, acr, authTime, openedBy: opened_by };
}

function refusal({ vector, method, path, template }: PlacedVector): VectorResponse {
  const { decision, reason = '', acr_values, max_age, scope, resource_path } = vector.expect;
  const [error = '', title, detail = '', next] = TEXTS[decision] ?? TEXTS[reason] ?? [];
  const offers = decision === 'challenge' || decision === 'grant_required';
  const parameters = [
    ['error', error],
    ['error_description', detail],
    ...(acr_values === '' ? [] : [['acr_values', acr_values]]),
    ...(max_age === undefined ? [] : [['max_age', String(max_age)]]),
    ...(scope === '' ? [] : [['scope', scope]]),
    ...(isPlain(path)
      ? [['resource_metadata', `${VECTOR_BASE}/.well-known/oauth-protected-resource${path}`]]
      : []),
  ].map(([name = '', value = '']) => `${name}="${value}"`);
  const resource = requirementUriOf(VECTOR_BASE, `${method} ${template}`);
  return {
    status: 401,
    challenge: `Bearer ${parameters.join(', ')}`,
    body: {
      type: `urn:step-up-authorizer:problem:${error}`,
      title,
      status: 401,
      detail,
      error,
      acr_values,
      max_age: max_age === undefined ? '' : String(max_age),
      claims: '',
      authorization_uri: '',
      scope,
      next,
      token_endpoint: offers ? `${VECTOR_BASE}/step-up/token` : '',
      resource: offers ? `${resource}${resource_path === '' ? '' : `?${resource_path}`}` : '',
    },
  };
}

/** The metadata of a path is named by the path as it was sent, and by none that needs escaping (RFC 9728 §3.3). */
function isPlain(path: string): boolean {
  return /^[\w.~/:@!&()*+,;=%-]*$/.test(path);
}

/** The body of a refusal as it came, without the id of the request. */
export function withoutId(body: unknown): unknown {
  if (typeof body !== 'object' || body === null) return body;
  return Object.fromEntries(Object.entries(body).filter(([name]) => name !== 'request_id'));
}
