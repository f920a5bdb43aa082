/**
 * A client of the API. Requests, challenges and the exchange use oauth4webapi, a standard library that was not written for
 * this API.
 */
import * as oauth from 'oauth4webapi';
import * as v from 'valibot';
import { INSECURE } from './sign-in.ts';

/** What asks for another sign-in: RFC 9470's error, and Entra ID's. */
export const CHALLENGE_ERRORS: readonly string[] = [
  'insufficient_user_authentication',
  'insufficient_claims',
];

/** A challenge as oauth4webapi parsed it, with the problem body that came along. */
export interface Challenge {
  readonly status: number;
  readonly header: string;
  readonly error: string | undefined;
  readonly acrValues: readonly string[];
  readonly maxAge: number | undefined;
  /** A claims request as JSON, of a challenge in the form of Entra ID. */
  readonly claims: string | undefined;
  readonly tokenEndpoint: string;
  readonly resource: string;
}

const GRANT_TYPE = 'urn:ietf:params:oauth:grant-type:token-exchange';

const problem = v.object({ token_endpoint: v.string(), resource: v.string() });

export type Answer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string }
  | { readonly kind: 'challenge'; readonly challenge: Challenge };

/** `api` is the base URL of the API; `issuer` and `clientId` name the client at its provider. */
export interface ApiClientOptions {
  readonly api: string;
  readonly issuer: string;
  readonly clientId: string;
}

interface AccessToken {
  readonly accessToken: string;
}
type ExchangeTarget = Pick<Challenge, 'tokenEndpoint' | 'resource'>;

export interface ApiClient {
  /** Calls the API. `expiresIn` of a grant is in seconds. */
  readonly call: (accessToken: string, method: string, path: string, grant?: string) => Promise<Answer>;
  readonly exchange: (
    elevated: AccessToken,
    challenge: ExchangeTarget,
  ) => Promise<{ value: string; expiresIn: number }>;
}

/** A client of the API, with the flows and the parsing of oauth4webapi. */
export function createClient({ api, issuer, clientId }: ApiClientOptions): ApiClient {
  return {
    async call(accessToken, method, path, grant) {
      const headers = new Headers(grant === undefined ? {} : { 'Step-Up-Grant': grant });
      try {
        const response = await oauth.protectedResourceRequest(
          accessToken,
          method,
          new URL(`${api}${path}`),
          headers,
          null,
          INSECURE,
        );
        return { kind: 'answer', status: response.status, body: await response.text() };
      } catch (error) {
        if (!(error instanceof oauth.WWWAuthenticateChallengeError)) throw error;
        return { kind: 'challenge', challenge: await readChallenge(error) };
      }
    },

    async exchange(elevated, challenge) {
      const server: oauth.AuthorizationServer = { issuer, token_endpoint: challenge.tokenEndpoint };
      const client: oauth.Client = { client_id: clientId };
      const parameters = {
        subject_token: elevated.accessToken,
        subject_token_type: 'urn:ietf:params:oauth:token-type:access_token',
        resource: challenge.resource,
      };
      const response = await oauth.genericTokenEndpointRequest(
        server,
        client,
        oauth.None(),
        GRANT_TYPE,
        parameters,
        INSECURE,
      );
      const granted = await oauth.processGenericTokenEndpointResponse(server, client, response, {
        // RFC 8693 §2.2.1: the type of a grant is `N_A`, which the library accepts only when it is named here.
        recognizedTokenTypes: { n_a: () => undefined },
      });
      return { value: granted.access_token, expiresIn: granted.expires_in ?? 0 };
    },
  };
}

async function readChallenge(error: oauth.WWWAuthenticateChallengeError): Promise<Challenge> {
  const { scheme, parameters } = error.cause[0] ?? {};
  if (scheme !== 'bearer' || parameters === undefined)
    throw new Error('the challenge is not for Bearer', { cause: error });
  const body = v.parse(problem, await error.response.json());
  return {
    status: error.status,
    header: error.response.headers.get('www-authenticate') ?? '',
    error: parameters.error,
    acrValues: parameters.acr_values?.split(' ') ?? [],
    maxAge: parameters.max_age === undefined ? undefined : Number(parameters.max_age),
    claims: parameters.claims === undefined ? undefined : atob(parameters.claims),
    tokenEndpoint: body.token_endpoint,
    resource: body.resource,
  };
}
