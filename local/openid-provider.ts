/** A real OpenID provider on loopback, for demonstrations and tests: oidc-provider with sign-in pages of our own. */
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { Provider } from 'oidc-provider';
import { ALICE, BOB } from './openid-provider/accounts.ts';
import type { TestUser } from './openid-provider/accounts.ts';
import { APPLICATION, createMachineClient, OTHER_APPLICATION } from './openid-provider/clients.ts';
import type { MachineClient } from './openid-provider/clients.ts';
import { createConfiguration } from './openid-provider/configuration.ts';
import type { SigningAlgorithm } from './openid-provider/keys.ts';
import { INTERACTION_PATH, SignInPages } from './openid-provider/sign-in-pages.ts';
import { listen } from './ports.ts';
import type { Port } from './ports.ts';

/** The settings of the provider. */
export interface OpenIdProviderOptions {
  readonly port: Port;
  /** The address to listen on, `127.0.0.1` by default; it is also the host of the issuer. */
  readonly host?: string;
  /** The acr words that it can attest, weakest to strongest. The first needs a password, each further one a second factor. */
  readonly acr: readonly string[];
  /** The APIs that tokens are for (`aud`, and `resource` of RFC 8707): absolute URIs. The first is the default. */
  readonly audience: string | readonly [string, ...string[]];
  /** The redirect URIs of the applications, compared as text. */
  readonly redirectUris: readonly string[];
  /** Origins of the pages that may call the token endpoint. Discovery and keys are open to all. */
  readonly corsOrigins?: readonly string[];
  /** Scopes of the APIs, `payments:read` and `payments:write` by default. */
  readonly apiScopes?: readonly string[];
  /** Of access and ID tokens, in seconds, 900 by default. */
  readonly accessTokenLifetime?: number;
  /** Ignores `acr_values`, which OpenID Connect Core §3.1.2.1 allows: every sign-in needs only the password. */
  readonly ignoresAcrValues?: boolean;
  /** For https, in PEM; by default the provider speaks http. */
  readonly certificate?: { readonly key: string; readonly cert: string };
  /** What access tokens are signed with, `ES256` by default. */
  readonly algorithm?: SigningAlgorithm;
}

/** A provider that is running, with its clients and users. */
export interface OpenIdProvider {
  readonly issuer: string;
  readonly jwksUri: string;
  /** A public client: PKCE, no secret. */
  readonly clientId: string;
  /** Another public client, with the same redirect URIs. */
  readonly otherClientId: string;
  /** For the client credentials grant. */
  readonly machineClient: MachineClient;
  readonly testUser: TestUser;
  readonly otherUser: TestUser;
  /** Stops listening, and forgets all sessions and tokens. */
  readonly close: () => Promise<void>;
}

const DEFAULT_API_SCOPES = ['payments:read', 'payments:write'];
const DEFAULT_LIFETIME = 900;

/**
 * Starts a provider. Keys, cookie keys and the secret of the machine client are new at every start.
 * @throws Error when the vocabulary is empty, or the port is taken
 */
export async function startOpenIdProvider(options: OpenIdProviderOptions): Promise<OpenIdProvider> {
  if (options.acr.length === 0)
    throw new Error('acr is empty: give the provider at least one word to attest');
  const { host = '127.0.0.1', certificate } = options;
  const server = certificate === undefined ? createServer() : createSecureServer(certificate);
  const scheme = certificate === undefined ? 'http' : 'https';
  const issuer = `${scheme}://${host}:${await listen(server, options.port, host)}`;
  const machineClient = createMachineClient();
  server.on('request', await createHandler(issuer, options, machineClient));
  return {
    issuer,
    jwksUri: `${issuer}/jwks`,
    clientId: APPLICATION,
    otherClientId: OTHER_APPLICATION,
    machineClient,
    testUser: ALICE,
    otherUser: BOB,
    close: () => close(server),
  };
}

async function createHandler(issuer: string, options: OpenIdProviderOptions, machine: MachineClient) {
  const { audience, ignoresAcrValues = false } = options;
  const configuration = await createConfiguration({
    acr: options.acr,
    ignoresAcrValues,
    audiences: typeof audience === 'string' ? [audience] : audience,
    apiScopes: options.apiScopes ?? DEFAULT_API_SCOPES,
    redirectUris: options.redirectUris,
    corsOrigins: options.corsOrigins ?? [],
    accessTokenLifetime: options.accessTokenLifetime ?? DEFAULT_LIFETIME,
    algorithm: options.algorithm ?? 'ES256',
    machine,
  });
  const provider = new Provider(issuer, configuration);
  const pages = new SignInPages(provider, ignoresAcrValues ? options.acr.slice(0, 1) : options.acr);
  const protocol = provider.callback();
  return (request: IncomingMessage, response: ServerResponse) => {
    if (request.url?.startsWith(INTERACTION_PATH) === true) void pages.handle(request, response);
    else void protocol(request, response);
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}
