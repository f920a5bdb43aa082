/** A scripted user with a client of oauth4webapi: signs in at an OpenID provider as a browser would, over HTTP. */
import * as oauth from 'oauth4webapi';
import { CookieJar } from './sign-in/cookie-jar.ts';
import { fillIn, readPage } from './sign-in/page.ts';
import type { Answers } from './sign-in/page.ts';
import { providerFetch } from './sign-in/provider-fetch.ts';

export { CookieJar };

/** The provider, the client, and the parameters of the request (OpenID Connect Core §3.1.2.1). */
export interface CodeRequest {
  readonly issuer: string;
  readonly clientId: string;
  readonly redirectUri: string;
  readonly acrValues?: readonly string[];
  /** Greatest age of the authentication, in seconds. */
  readonly maxAge?: number;
  /** A claims request, as JSON (§5.5). */
  readonly claims?: string;
  readonly prompt?: string;
  /** `openid` and the scopes of the example API by default. */
  readonly scope?: string;
  /** The API that the access token is for (RFC 8707). */
  readonly resource?: string;
  /** More parameters, such as `audience`, which is in no standard. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Of the provider; without it, it is fetched. */
  readonly metadata?: oauth.AuthorizationServer;
}

/** The request, and the scripted user. */
export interface SignInRequest extends CodeRequest, Answers {
  /** The browser's cookies. The same jar again continues the same session. */
  readonly cookies?: CookieJar;
}

/** The result of a sign-in. */
export interface SignedIn {
  readonly accessToken: string;
  readonly refreshToken?: string | undefined;
  /** In seconds. */
  readonly expiresIn?: number | undefined;
  readonly idTokenClaims: oauth.IDToken;
  /** The titles of the pages that the user had to fill in; empty when the session sufficed. */
  readonly pages: readonly string[];
}

const DEFAULT_SCOPE = 'openid offline_access payments:read payments:write';

/** More pages than any sign-in has: a longer sequence is a loop. */
const MOST_STEPS = 15;

/** Option of oauth4webapi's requests: a provider on loopback has no TLS. */
// oxlint-disable-next-line typescript/no-deprecated -- deprecated as a warning: for loopback only
export const INSECURE = { [oauth.allowInsecureRequests]: true };

const ASKED = { ...INSECURE, [oauth.customFetch]: providerFetch };

/**
 * Signs the scripted user in.
 * @throws Error with the page that refused, or that asks for something that the scripted user does not know
 * @throws as `signInBy`
 */
export async function signIn(request: SignInRequest): Promise<SignedIn> {
  let pages: readonly string[] = [];
  const tokens = await signInBy(request, async (start) => {
    const browsed = await browse(start, request);
    pages = browsed.pages;
    return browsed.callback;
  });
  return { ...tokens, pages };
}

/**
 * Signs in with the authorization code flow and PKCE (RFC 6749 §4.1, RFC 7636). `visit` takes the user's browser to a URL, and
 * returns the URL that the provider sends it back to.
 * @throws oauth.AuthorizationResponseError when the provider sends the client back with an error
 */
export async function signInBy(
  request: CodeRequest,
  visit: (start: URL) => Promise<URL>,
): Promise<Omit<SignedIn, 'pages'>> {
  const server = request.metadata ?? (await discover(request.issuer));
  const client: oauth.Client = { client_id: request.clientId };
  const verifier = oauth.generateRandomCodeVerifier();
  const state = oauth.generateRandomState();
  const nonce = oauth.generateRandomNonce();
  const start = authorizationUrl(server, request, {
    state,
    nonce,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
  });
  const parameters = oauth.validateAuthResponse(server, client, await visit(start), state);
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    parameters,
    request.redirectUri,
    verifier,
    {
      ...ASKED,
      ...(request.resource === undefined ? {} : { additionalParameters: { resource: request.resource } }),
    },
  );
  const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, {
    expectedNonce: nonce,
    requireIdToken: true,
    ...(request.maxAge === undefined ? {} : { maxAge: request.maxAge }),
  });
  return result(tokens);
}

/** The provider's metadata (OpenID Connect Discovery §4). */
export async function discover(issuer: string): Promise<oauth.AuthorizationServer> {
  const url = new URL(issuer);
  const response = await oauth.discoveryRequest(url, ASKED);
  return oauth.processDiscoveryResponse(url, response);
}

function authorizationUrl(
  server: oauth.AuthorizationServer,
  request: CodeRequest,
  protection: Record<string, string>,
): URL {
  if (server.authorization_endpoint === undefined) {
    throw new Error(`${server.issuer} has no authorization endpoint: is it an OpenID provider?`);
  }
  const url = new URL(server.authorization_endpoint);
  const parameters: Record<string, string | undefined> = {
    response_type: 'code',
    client_id: request.clientId,
    redirect_uri: request.redirectUri,
    scope: request.scope ?? DEFAULT_SCOPE,
    // A claims request asks for the same, of a provider that does not read acr_values.
    acr_values: request.claims === undefined ? request.acrValues?.join(' ') : undefined,
    max_age: request.maxAge?.toString(),
    claims: request.claims,
    prompt: request.prompt,
    resource: request.resource,
    ...request.parameters,
    ...protection,
  };
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url;
}

/** Follows redirects and fills in pages until the browser is sent back to the application. */
export async function browse(
  start: URL,
  request: Answers & Pick<SignInRequest, 'redirectUri' | 'cookies'>,
): Promise<{ callback: URL; pages: string[] }> {
  const cookies = request.cookies ?? new CookieJar();
  const pages: string[] = [];
  let visit: { url: URL; form?: URLSearchParams } = { url: start };
  for (let step = 0; step < MOST_STEPS; step += 1) {
    if (isCallback(visit.url, request.redirectUri)) return { callback: visit.url, pages };
    const response = await load(visit.url, visit.form, cookies);
    const location = response.headers.get('location');
    if (location !== null) {
      visit = { url: new URL(location, visit.url) };
      continue;
    }
    const page = readPage(await response.text(), visit.url);
    visit = fillIn(page, request);
    pages.push(page.title);
  }
  throw new Error(`the sign-in did not end after ${MOST_STEPS} steps; the pages were ${pages.join(', ')}`);
}

async function load(url: URL, form: URLSearchParams | undefined, cookies: CookieJar): Promise<Response> {
  const response = await fetch(url, {
    redirect: 'manual',
    headers: { cookie: cookies.header(url), accept: 'text/html' },
    ...(form === undefined ? {} : { method: 'POST', body: form }),
  });
  cookies.store(url, response.headers.getSetCookie());
  return response;
}

function isCallback(url: URL, redirectUri: string): boolean {
  const expected = new URL(redirectUri);
  return url.origin === expected.origin && url.pathname === expected.pathname;
}

function result(tokens: oauth.TokenEndpointResponse): Omit<SignedIn, 'pages'> {
  const idTokenClaims = oauth.getValidatedIdTokenClaims(tokens);
  if (idTokenClaims === undefined) throw new Error('the provider sent no ID token: ask for the scope openid');
  return {
    accessToken: tokens.access_token,
    refreshToken: tokens.refresh_token,
    expiresIn: tokens.expires_in,
    idTokenClaims,
  };
}
