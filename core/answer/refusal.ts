/**
 * What a refusal tells the client: the same content for the WWW-Authenticate header (RFC 6750 §3, RFC 9470 §3) and for
 * the problem body (RFC 9457). The header has one challenge: of two, a client reads the one that it knows, and not what the
 * other asks.
 */
import type { Decision, InsufficientScope } from '../decision/decide.ts';
import type { IssuerTrust } from '../token/issuer-words.ts';
import { askedSignIn } from './asked-sign-in.ts';
import type { AskedSignIn } from './asked-sign-in.ts';
import type { RefusalUrls } from './refusal-urls.ts';

/** Error codes of RFC 6750 §3.1, RFC 9470 §3 and Entra ID, and our own code for a missing grant. Empty: no credentials were sent. */
export type RefusalError =
  | ''
  | 'invalid_request'
  | 'invalid_token'
  | 'insufficient_scope'
  | AskedSignIn['error']
  | 'step_up_grant_required'
  | 'access_denied';

/** What the client can do next. */
export type NextStep = 'authenticate' | 'exchange' | 'none';

/** A refusal. What is asked of the sign-in is in the words of the token's issuer. */
export interface Refusal extends Omit<AskedSignIn, 'error'> {
  readonly error: RefusalError;
  readonly title: string;
  readonly detail: string;
  readonly next: NextStep;
  readonly scope: readonly string[];
  /** Whether a grant can open the route: then the refusal names the token endpoint and the resource. */
  readonly offersGrant: boolean;
}

const NOTHING_ASKED = {
  acrValues: [],
  maxAge: undefined,
  claimsChallenge: undefined,
  scope: [],
  offersGrant: false,
} as const;

export function noCredential(): Refusal {
  return {
    ...NOTHING_ASKED,
    error: '',
    title: 'An access token is needed',
    detail: 'Send an access token in the Authorization header, as Bearer.',
    next: 'authenticate',
  };
}

export function malformedRequest(detail: string): Refusal {
  return {
    ...NOTHING_ASKED,
    error: 'invalid_request',
    title: 'The request is malformed',
    detail,
    next: 'none',
  };
}

/** The detail for a token that is not accepted, unless the trust config sets `verboseRefusals`. */
const UNEXPLAINED = 'The access token is expired, malformed, or not for this API.';

/** `detail` says what is wrong with the token. The client gets it only with `verboseRefusals`. */
export function invalidToken(
  detail: string,
  { verboseRefusals }: { readonly verboseRefusals: boolean },
): Refusal {
  return {
    ...NOTHING_ASKED,
    error: 'invalid_token',
    title: 'The access token is not valid',
    detail: verboseRefusals ? detail : UNEXPLAINED,
    next: 'authenticate',
  };
}

/** The refusal for a decision on a token of this issuer. */
export function refusalOf(decision: Exclude<Decision, { kind: 'allow' }>, trust: IssuerTrust): Refusal {
  switch (decision.kind) {
    case 'challenge':
      return {
        ...askedSignIn(decision, trust),
        title: 'A stronger or fresher sign-in is needed',
        detail: CHALLENGE_DETAIL[decision.reason],
        next: 'authenticate',
        scope: [],
        offersGrant: true,
      };
    case 'grant_required':
      return {
        ...NOTHING_ASKED,
        error: 'step_up_grant_required',
        title: 'A step-up grant is needed',
        detail: 'The sign-in suffices. Exchange this access token for a grant and send it in Step-Up-Grant.',
        next: 'exchange',
        offersGrant: true,
      };
    case 'insufficient_scope':
      return {
        ...NOTHING_ASKED,
        error: 'insufficient_scope',
        title: 'The access token lacks a scope',
        detail: 'Request an access token with the scopes listed.',
        next: 'authenticate',
        scope: namedScopes(decision),
      };
    case 'deny':
      return {
        ...NOTHING_ASKED,
        error: 'access_denied',
        title: 'Access is denied',
        detail: 'This request is not allowed. Signing in again does not change that.',
        next: 'none',
      };
  }
}

/** In characters. A refusal fits into 8 KB, though scopes stand in its header and in its body. */
const LONGEST_SCOPE = 1_500;

/** All scopes or, where they are too long, as many as fit of those that the token lacks: the next answer names the others. */
function namedScopes({ scopes, missing }: InsufficientScope): readonly string[] {
  if (scopes.join(' ').length <= LONGEST_SCOPE) return scopes;
  let length = 0;
  return missing.filter((scope) => (length += scope.length + 1) <= LONGEST_SCOPE);
}

/**
 * Without a comma: what Microsoft shows clients of Entra ID splits the header at each ("How to use Continuous Access
 * Evaluation enabled APIs in your applications", parseChallenges).
 */
const CHALLENGE_DETAIL = {
  acr: 'This request needs a stronger authentication than the sign-in had.',
  max_age: 'This request needs a more recent sign-in.',
  auth_time_missing:
    'This request needs a recent sign-in but the token does not say when the user signed in.',
  revoked: 'Sign-ins of this user from before a certain time no longer count.',
  grant_spent: 'This sign-in has been used for this request already. It needs a new one.',
} as const;

/** The value of the WWW-Authenticate header. No part contains a character that a quoted-string would have to escape. */
export function wwwAuthenticate(refusal: Refusal, urls: RefusalUrls): string {
  const parameters = [
    refusal.error === '' ? undefined : ['error', refusal.error],
    refusal.error === '' ? undefined : ['error_description', refusal.detail],
    ...claimsParameters(refusal),
    refusal.acrValues.length === 0 ? undefined : ['acr_values', refusal.acrValues.join(' ')],
    refusal.maxAge === undefined ? undefined : ['max_age', String(refusal.maxAge)],
    refusal.scope.length === 0 ? undefined : ['scope', refusal.scope.join(' ')],
    isNamed(urls.metadata, refusal) ? ['resource_metadata', urls.metadata] : undefined,
  ].filter((parameter) => parameter !== undefined);
  return ['Bearer', parameters.map(([name, value]) => `${String(name)}="${String(value)}"`).join(', ')]
    .join(' ')
    .trim();
}

function claimsParameters({ claimsChallenge }: Refusal): [name: string, value: string][] {
  if (claimsChallenge === undefined) return [];
  const { claims, authorizationUri } = claimsChallenge;
  return [
    ['claims', claims],
    ['authorization_uri', authorizationUri],
  ];
}

/** The clients of a claims challenge fail at a comma in it, and at an escape that is no UTF-8 (see above). They use no metadata. */
function isNamed(metadata: string | undefined, { claimsChallenge }: Refusal): metadata is string {
  return metadata !== undefined && (claimsChallenge === undefined || !/[,%]/.test(metadata));
}
