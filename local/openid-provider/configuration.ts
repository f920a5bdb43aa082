/** The configuration of oidc-provider for an API with step-up (RFC 9068, RFC 8707, RFC 9470). */
import { randomBytes } from 'node:crypto';
import { errors, interactionPolicy } from 'oidc-provider';
import type { Configuration, Grant, KoaContextWithOIDC, ResourceServer, UnknownObject } from 'oidc-provider';
import { findUser } from './accounts.ts';
import { createInteractionPolicy } from './acr.ts';
import { createAdapterFactory } from './adapter.ts';
import { clientMetadata } from './clients.ts';
import type { MachineClient } from './clients.ts';
import { createSigningKeys } from './keys.ts';
import type { SigningAlgorithm } from './keys.ts';
import { errorPage, signedOutPage, signOutPage } from './pages.ts';
import { PAGE_HEADERS } from './web.ts';

/** The input of the configuration. */
export interface Settings {
  readonly acr: readonly string[];
  readonly ignoresAcrValues: boolean;
  /** The audiences of access tokens. The first is used when a request names none. */
  readonly audiences: readonly [string, ...string[]];
  readonly apiScopes: readonly string[];
  readonly redirectUris: readonly string[];
  readonly corsOrigins: readonly string[];
  /** In seconds. */
  readonly accessTokenLifetime: number;
  readonly algorithm: SigningAlgorithm;
  readonly machine: MachineClient;
}

const OPENID_SCOPES = ['openid', 'offline_access', 'profile'];

/** Lifetimes in seconds: of an interaction (the user is signing in), and of sessions and grants. */
const INTERACTION = 10 * 60;
const SESSION = 12 * 60 * 60;

/** The configuration. Some settings, such as `ttl`, have their default value and only silence notices at start-up. */
export async function createConfiguration(settings: Settings): Promise<Configuration> {
  return {
    adapter: createAdapterFactory(),
    clients: clientMetadata(settings.redirectUris, settings.machine),
    jwks: { keys: await createSigningKeys() },
    cookies: { keys: [randomBytes(32).toString('base64url')] },
    acrValues: [...settings.acr],
    scopes: OPENID_SCOPES,
    claims: { openid: ['sub', 'acr', 'amr', 'auth_time'], profile: ['preferred_username'] },
    conformIdTokenClaims: false,
    findAccount: (_, sub) =>
      findUser(sub) && { accountId: sub, claims: () => ({ sub, preferred_username: sub }) },
    interactions: {
      policy: settings.ignoresAcrValues ? interactionPolicy.base() : createInteractionPolicy(settings.acr),
      url: (_, interaction) => `/interaction/${interaction.uid}`,
    },
    loadExistingGrant: (ctx) => grantEverything(ctx, settings),
    issueRefreshToken: (_, client) => client.grantTypeAllowed('refresh_token'),
    expiresWithSession: () => false,
    extraTokenClaims,
    clientBasedCORS: (_, origin) => settings.corsOrigins.includes(origin),
    renderError: (ctx, { error, error_description: description }) => {
      show(ctx, errorPage(error, description));
    },
    ttl: {
      AccessToken: settings.accessTokenLifetime,
      ClientCredentials: settings.accessTokenLifetime,
      IdToken: settings.accessTokenLifetime,
      Interaction: INTERACTION,
      RefreshToken: SESSION,
      Session: SESSION,
      Grant: SESSION,
    },
    features: {
      devInteractions: { enabled: false },
      clientCredentials: { enabled: true },
      rpInitiatedLogout: {
        enabled: true,
        logoutSource: (ctx, form) => {
          show(ctx, signOutPage(form));
        },
        postLogoutSuccessSource: (ctx) => {
          show(ctx, signedOutPage());
        },
      },
      resourceIndicators: {
        enabled: true,
        defaultResource: () => settings.audiences[0],
        useGrantedResource: () => true,
        getResourceServerInfo: (_, resource) => resourceServer(resource, settings),
      },
    },
  };
}

function show(ctx: KoaContextWithOIDC, page: string): void {
  ctx.set(PAGE_HEADERS);
  ctx.body = page;
}

function resourceServer(resource: string, settings: Settings): ResourceServer {
  if (!settings.audiences.includes(resource)) {
    throw new errors.InvalidTarget(
      `the resource ${resource} is unknown: ask for ${settings.audiences.join(' or ')}`,
    );
  }
  return {
    audience: resource,
    scope: settings.apiScopes.join(' '),
    accessTokenTTL: settings.accessTokenLifetime,
    accessTokenFormat: 'jwt',
    jwt: { sign: { alg: settings.algorithm } },
  };
}

/** Consent is not part of the demonstration: every application gets the scopes that it asks for. */
async function grantEverything(ctx: KoaContextWithOIDC, settings: Settings): Promise<Grant | undefined> {
  const { client, session, provider } = ctx.oidc;
  if (client === undefined || session?.accountId === undefined) return undefined;
  const { accountId } = session;
  const grantId = session.grantIdFor(client.clientId);
  const known = grantId === undefined ? undefined : await provider.Grant.find(grantId);
  const grant = known ?? new provider.Grant({ accountId, clientId: client.clientId });
  grant.addOIDCScope(OPENID_SCOPES);
  for (const audience of settings.audiences) grant.addResourceScope(audience, [...settings.apiScopes]);
  await grant.save();
  return grant;
}

/** RFC 9470 §6.1: acr and auth_time of the sign-in that led to this token. A refresh does not change them. */
function extraTokenClaims({ oidc }: KoaContextWithOIDC): UnknownObject | undefined {
  const source = oidc.entities.AuthorizationCode ?? oidc.entities.RefreshToken;
  if (source === undefined) return undefined;
  return { acr: source.acr, amr: source.amr, auth_time: source.authTime };
}
