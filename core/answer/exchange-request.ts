/** The token exchange request (RFC 8693 §2.1), parsed from its form. */
import { failure, success } from '../result.ts';
import type { Result } from '../result.ts';
import type { AskedSignIn } from './asked-sign-in.ts';
import { namedClient } from './client-credentials.ts';
import type { NamedClient } from './client-credentials.ts';
import { isGrant, LONGEST_TOKEN } from '../token/credential.ts';
import { requirementsUrl, routeOf } from './urls.ts';

export const TOKEN_EXCHANGE_GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

/** The `issued_token_type` of a grant. */
export const GRANT_TOKEN_TYPE = 'urn:step-up-authorizer:token-type:grant';

const SUBJECT_TOKEN_TYPES = [
  'urn:ietf:params:oauth:token-type:access_token',
  'urn:ietf:params:oauth:token-type:jwt',
];
const PARAMETERS = [
  'grant_type',
  'subject_token',
  'subject_token_type',
  'resource',
  'requested_token_type',
  'actor_token',
  'actor_token_type',
  'audience',
  'scope',
  'client_id',
  'client_secret',
  'client_assertion',
  'client_assertion_type',
];

/** OAuth error codes (RFC 6749 §5.2, RFC 8693 §2.2.2), those of a challenge, and one of ours: `too_many_grants`. */
export type ExchangeErrorCode =
  | 'invalid_request'
  | 'invalid_client'
  | 'invalid_target'
  | 'invalid_scope'
  | 'unsupported_grant_type'
  | AskedSignIn['error']
  | 'insufficient_scope'
  | 'too_many_grants';

export interface ExchangeError {
  readonly error: ExchangeErrorCode;
  readonly description: string;
}

/** A well-formed request. `clientId` and `client`, which credentials name, are undefined if they were not sent. */
export interface ExchangeRequest {
  readonly subjectToken: string;
  readonly method: string;
  readonly template: string;
  /** The path that the grant is to be bound to. Empty if the grant is not bound to a path. */
  readonly boundParameters: string;
  readonly clientId: string | undefined;
  readonly client: NamedClient | undefined;
  /** The scopes that the client asks for; none where it does not say. */
  readonly scopes: readonly string[];
}

/**
 * Parses the form. `authorization`: the values of that header. `base` is the public base URL: the `resource` must be below
 * it. A parameter without a value is treated as not sent (RFC 6749 §3.2).
 */
export function parseExchange(
  form: readonly (readonly [string, string])[],
  authorization: readonly string[],
  base: string,
): Result<ExchangeRequest, ExchangeError> {
  const parameters = new Map(form.filter(([, value]) => value !== ''));
  const error =
    repeated(form) ??
    grantTypeError(parameters) ??
    subjectTokenError(parameters) ??
    otherParameterError(parameters);
  if (error !== undefined) return failure(error);
  const client = namedClient(authorization, parameters);
  if (!client.ok) return client;
  const resource = parameters.get('resource');
  if (resource === undefined)
    return failure(invalid('resource is missing: name the URI from the challenge.'));
  const route = routeOf(resource, base);
  if (route === undefined) {
    return failure(
      invalidTarget(
        `resource is not ${requirementsUrl(base)} with a method and the path of a route: ` +
          'send the URI from the challenge, percent-encoded in the form.',
      ),
    );
  }
  const subjectToken = parameters.get('subject_token') ?? '';
  return success({
    ...route,
    subjectToken,
    clientId: parameters.get('client_id'),
    client: client.value,
    scopes: (parameters.get('scope') ?? '').split(' ').filter((scope) => scope !== ''),
  });
}

function repeated(form: readonly (readonly [string, string])[]): ExchangeError | undefined {
  const seen = new Set<string>();
  const [name] = form.find(([one]) => seen.size === seen.add(one).size) ?? [];
  if (name === undefined) return undefined;
  if (name === 'resource') {
    return invalid('resource is sent more than once: send one, and exchange once for each resource.');
  }
  // An unknown name is the caller's text: the answer must not repeat it.
  const known = PARAMETERS.includes(name) ? name : 'A parameter';
  return invalid(`${known} is sent more than once: send it once.`);
}

function grantTypeError(parameters: ReadonlyMap<string, string>): ExchangeError | undefined {
  const grantType = parameters.get('grant_type');
  if (grantType === undefined) return invalid(`grant_type is missing: send ${TOKEN_EXCHANGE_GRANT_TYPE}.`);
  if (grantType === TOKEN_EXCHANGE_GRANT_TYPE) return undefined;
  return {
    error: 'unsupported_grant_type',
    description: `grant_type is not supported: send ${TOKEN_EXCHANGE_GRANT_TYPE}.`,
  };
}

function subjectTokenError(parameters: ReadonlyMap<string, string>): ExchangeError | undefined {
  const token = parameters.get('subject_token');
  if (token === undefined) return invalid('subject_token is missing: send the elevated access token.');
  if (token.length > LONGEST_TOKEN) {
    return invalid(`subject_token is too long: send an access token of at most ${LONGEST_TOKEN} characters.`);
  }
  if (isGrant(token)) return invalid('subject_token is a grant: send the elevated access token.');
  const type = parameters.get('subject_token_type');
  if (type !== undefined && SUBJECT_TOKEN_TYPES.includes(type)) return undefined;
  const wrong = type === undefined ? 'missing' : 'not supported';
  return invalid(`subject_token_type is ${wrong}: send ${SUBJECT_TOKEN_TYPES.join(' or ')}.`);
}

function otherParameterError(parameters: ReadonlyMap<string, string>): ExchangeError | undefined {
  const actor = ['actor_token', 'actor_token_type'].find((name) => parameters.has(name));
  if (actor !== undefined)
    return invalid(`${actor} is not supported: leave it out, the user acts in person.`);
  if (parameters.has('audience')) {
    return invalidTarget('audience is not supported: leave it out, and name the target by resource.');
  }
  const requested = parameters.get('requested_token_type') ?? GRANT_TOKEN_TYPE;
  return requested === GRANT_TOKEN_TYPE
    ? undefined
    : invalid(`requested_token_type is not supported: leave it out, or send ${GRANT_TOKEN_TYPE}.`);
}

function invalid(description: string): ExchangeError {
  return { error: 'invalid_request', description };
}

function invalidTarget(description: string): ExchangeError {
  return { error: 'invalid_target', description };
}
