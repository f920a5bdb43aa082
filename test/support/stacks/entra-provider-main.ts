/**
 * Runs a provider that speaks as a tenant of Microsoft Entra ID does (core/trust/presets/entra.ts): `node
 * entra-provider-main.ts OPTIONS`. It is oidc-provider. Authorization requests ask for an authentication context in `claims`,
 * and `acr_values` says nothing; access tokens of version 2 have `acrs`, `scp`, `azp` and the `typ` JWT.
 */
import { createServer } from 'node:http';
import { Provider } from 'oidc-provider';
import type { Configuration } from 'oidc-provider';
import * as v from 'valibot';
import { ALICE, BOB } from '../../../local/openid-provider/accounts.ts';
import {
  APPLICATION,
  createMachineClient,
  OTHER_APPLICATION,
} from '../../../local/openid-provider/clients.ts';
import { createConfiguration } from '../../../local/openid-provider/configuration.ts';
import { INTERACTION_PATH, SignInPages } from '../../../local/openid-provider/sign-in-pages.ts';
import { listen } from '../../../local/ports.ts';

const Options = v.object({
  /** The contexts that it can attest, weakest to strongest, and words that it should not have. */
  contexts: v.array(v.string()),
  audience: v.string(),
  redirectUris: v.array(v.string()),
});

const TENANT = '/11111111-2222-4333-8444-555555555555/v2.0';

const { contexts, audience, redirectUris } = v.parse(Options, JSON.parse(process.argv[2] ?? '{}'));
const server = createServer();
const issuer = `http://127.0.0.1:${await listen(server, 0)}${TENANT}`;
const machineClient = createMachineClient();
const provider = new Provider(issuer, {
  ...(await createConfiguration({
    ...{ acr: contexts, ignoresAcrValues: false, audiences: [audience], apiScopes: ['payments:write'] },
    ...{
      redirectUris,
      corsOrigins: [],
      accessTokenLifetime: 900,
      algorithm: 'RS256',
      machine: machineClient,
    },
  })),
  formats: { customizers: { jwt: asAccessToken } },
});
const pages = new SignInPages(provider, contexts);
const protocol = provider.callback();
server.on('request', (request, response) => {
  const url = request.url ?? '';
  if (url.startsWith(INTERACTION_PATH)) void pages.handle(request, response);
  // oidc-provider takes what is cut off from `originalUrl`, as under a framework.
  else
    void protocol(
      Object.assign(request, { originalUrl: url, url: asked(url.replace(TENANT, '')) }),
      response,
    );
});
console.log(
  JSON.stringify({
    issuer,
    jwksUri: `${issuer}/jwks`,
    ...{ clientId: APPLICATION, otherClientId: OTHER_APPLICATION, machineClient },
    ...{ testUser: ALICE, otherUser: BOB },
  }),
);

// The end of the test process closes our input.
process.stdin.resume();
process.stdin.on('close', () => process.exit());

const request = v.object({ access_token: v.object({ acrs: v.object({ value: v.string() }) }) });

/** The pages read the context from `acr_values`. The standard's `claims` has no member `access_token`, and is refused. */
function asked(url: string): string {
  const { pathname, searchParams } = new URL(url, issuer);
  if (pathname !== '/auth') return url;
  const claims = searchParams.get('claims');
  searchParams.delete('claims');
  searchParams.delete('acr_values');
  if (claims !== null)
    searchParams.set('acr_values', v.parse(request, JSON.parse(claims)).access_token.acrs.value);
  return `${pathname}?${searchParams.toString()}`;
}

type Customize = NonNullable<NonNullable<NonNullable<Configuration['formats']>['customizers']>['jwt']>;

/** The contexts of a sign-in are all up to the one that was asked for: Conditional Access adds those that are met anyway. */
function asAccessToken(...[, , token]: Parameters<Customize>): void {
  const { acr, scope, client_id: azp, ...payload } = token.payload;
  const context = contexts.indexOf(String(acr));
  token.header = { ...token.header, typ: 'JWT' };
  token.payload = {
    ...payload,
    ...{
      azp,
      azpacr: '0',
      scp: scope,
      ver: '2.0',
      tid: TENANT.split('/')[1],
      oid: `${String(payload.sub)}-oid`,
    },
    acrs: String(acr).startsWith('c') ? contexts.slice(0, context + 1) : [acr],
  };
}
