/** What refused clients get, whole: header and body to the last member, so that nothing more can be in them. */
import { methodAndPath, requirementUriOf } from './route.ts';
import type { HttpAnswer } from './send.ts';

/** The header and the body of a refusal. The id of the request, which is new each time, is left out. */
export interface Refusal {
  readonly status: number;
  readonly challenge: string;
  readonly body: unknown;
}

/** A refusal as it came. */
export function refusalIn({ status, challenge, body }: HttpAnswer): Refusal {
  const members: object = typeof body === 'object' && body !== null ? body : {};
  return { status, challenge, body: { ...members, request_id: '' } };
}

const NOTHING_ASKED = {
  acr_values: '',
  max_age: '',
  claims: '',
  authorization_uri: '',
  scope: '',
  token_endpoint: '',
  resource: '',
};

/** Refusals of a route (`POST /payments`) of the API at `apiUrl`. */
export function refusalsOf(apiUrl: string, route: string) {
  const [, path] = methodAndPath(route);
  const refusal = (error: string, detail: string, more: Record<string, string>, asked = ''): Refusal => {
    const described = error === '' ? '' : `error="${error}", error_description="${detail}", `;
    return {
      status: 401,
      challenge: `Bearer ${described}${asked}resource_metadata="${apiUrl}/.well-known/oauth-protected-resource${path}"`,
      body: {
        type: `urn:step-up-authorizer:problem:${error === '' ? 'no_credential' : error}`,
        status: 401,
        detail,
        error,
        ...NOTHING_ASKED,
        ...more,
        request_id: '',
      },
    };
  };
  const grantOffer = {
    token_endpoint: `${apiUrl}/step-up/token`,
    resource: requirementUriOf(apiUrl, route),
  };

  return {
    noCredential: () =>
      refusal('', 'Send an access token in the Authorization header, as Bearer.', {
        title: 'An access token is needed',
        next: 'authenticate',
      }),
    malformed: (detail: string) =>
      refusal('invalid_request', detail, { title: 'The request is malformed', next: 'none' }),
    invalidToken: () =>
      refusal('invalid_token', 'The access token is expired, malformed, or not for this API.', {
        title: 'The access token is not valid',
        next: 'authenticate',
      }),
    denied: () =>
      refusal('access_denied', 'This request is not allowed. Signing in again does not change that.', {
        title: 'Access is denied',
        next: 'none',
      }),
    grantRequired: () =>
      refusal(
        'step_up_grant_required',
        'The sign-in suffices. Exchange this access token for a grant and send it in Step-Up-Grant.',
        { title: 'A step-up grant is needed', next: 'exchange', ...grantOffer },
      ),
    /** With `claims`, a claims challenge. */
    challenge: (
      reason: keyof typeof REASONS,
      acr: string,
      maxAge?: number,
      claims: Readonly<Record<string, string>> = {},
    ) => {
      const age = maxAge === undefined ? '' : String(maxAge);
      const asked = Object.entries({ ...claims, acr_values: acr, max_age: age })
        .map(([name, value]) => (value === '' ? '' : `${name}="${value}", `))
        .join('');
      const more = { ...claims, acr_values: acr, max_age: age, next: 'authenticate', ...grantOffer };
      return refusal(
        'claims' in claims ? 'insufficient_claims' : 'insufficient_user_authentication',
        REASONS[reason],
        { title: 'A stronger or fresher sign-in is needed', ...more },
        asked,
      );
    },
  };
}

const REASONS = {
  acr: 'This request needs a stronger authentication than the sign-in had.',
  maxAge: 'This request needs a more recent sign-in.',
  noTime: 'This request needs a recent sign-in but the token does not say when the user signed in.',
  revoked: 'Sign-ins of this user from before a certain time no longer count.',
  spent: 'This sign-in has been used for this request already. It needs a new one.',
} as const;
