/** The authorization code flow with PKCE by oauth4webapi, for sign-ins by redirect and by popup. */
import * as oauth from 'oauth4webapi';
import type { StepUpChallenge } from '../index.ts';
import { demandsOf } from './demands.ts';
import { requireSameUser } from './same-user.ts';

/** This application at its OpenID provider. */
export interface Application {
  readonly issuer: string;
  readonly clientId: string;
  /** In a browser also a path (`/popup`). */
  readonly redirectUri: string;
  /** With `openid`, space-separated; `openid` by default. */
  readonly scope?: string;
  /** More parameters of the authorization request: `resource` (RFC 8707), `audience` (Auth0), `login_hint`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** The `sub` of the user of the session, if it is known: a sign-in of another user is refused. */
  readonly subject?: () => string | undefined;
  /**
   * Asks the provider for its discovery document and for tokens; by default `fetch`. For a provider that does not let your origin
   * call its token endpoint (CORS): one that asks through a server of yours.
   */
  readonly fetch?: typeof fetch;
  /** For a provider on loopback, which has no TLS. */
  readonly allowInsecureRequests?: boolean;
}

/** The values to keep until the provider sends the user back. */
export interface PendingSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly maxAge: number | undefined;
}

/** The URL to send the user to, with the demands of the challenge unchanged. */
export async function beginSignIn(
  application: Application,
  challenge: StepUpChallenge,
): Promise<{ url: URL; pending: PendingSignIn }> {
  const { authorization_endpoint: endpoint } = await discover(application);
  if (endpoint === undefined) throw new Error(`${application.issuer} has no authorization endpoint`);
  const pending = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
    maxAge: challenge.maxAge,
  };
  const url = new URL(endpoint);
  // A `javascript:` URL would run as a script of the page.
  if (!/^https?:$/.test(url.protocol)) throw new Error(`${endpoint} is no place to send a user to`);
  const parameters = {
    ...application.parameters,
    response_type: 'code',
    client_id: application.clientId,
    redirect_uri: redirectUriOf(application),
    scope: application.scope ?? 'openid',
    state: pending.state,
    nonce: pending.nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: 'S256',
    ...demandsOf(challenge),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  return { url, pending };
}

/** The access token of the sign-in that ended at `callback`: the redirect URI with the provider's answer. */
export async function endSignIn(
  application: Application,
  pending: PendingSignIn,
  callback: URL,
): Promise<string> {
  const server = await discover(application);
  const client = { client_id: application.clientId };
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    oauth.validateAuthResponse(server, client, callback, pending.state),
    redirectUriOf(application),
    pending.verifier,
    optionsOf(application),
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: pending.nonce,
    requireIdToken: true,
    ...(pending.maxAge === undefined ? {} : { maxAge: pending.maxAge }),
  });
  requireSameUser(application.subject?.(), oauth.getValidatedIdTokenClaims(tokens)?.sub);
  return tokens.access_token;
}

function redirectUriOf({ redirectUri }: Application): string {
  // Providers compare it as text: an absolute URI is not changed.
  return redirectUri.startsWith('/') ? new Request(redirectUri).url : redirectUri;
}

async function discover(application: Application): Promise<oauth.AuthorizationServer> {
  const url = new URL(application.issuer);
  return oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, optionsOf(application)));
}

/** The library says `body: undefined` of a request without one. */
function withoutEmptyBody(ask: typeof fetch) {
  return (url: string, { body, ...init }: Omit<RequestInit, 'body'> & { body?: RequestInit['body'] }) =>
    ask(url, body === undefined ? init : { ...init, body });
}

function optionsOf({ allowInsecureRequests = false, fetch: asked }: Application) {
  return {
    // oxlint-disable-next-line typescript/no-deprecated -- deprecated as a warning: for loopback only
    [oauth.allowInsecureRequests]: allowInsecureRequests,
    ...(asked === undefined ? {} : { [oauth.customFetch]: withoutEmptyBody(asked) }),
  };
}
