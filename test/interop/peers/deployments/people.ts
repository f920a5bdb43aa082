/** The users of the deployed APIs, at a real OpenID provider: their sign-ins are as fresh as a call asks. */
import { setTimeout as sleep } from 'node:timers/promises';
import { startOpenIdProvider } from '../../../../local/openid-provider.ts';
import type { OpenIdProvider } from '../../../../local/openid-provider.ts';
import { signIn } from '../../../../local/sign-in.ts';
import { ACR, AUDIENCE } from './apps/trust.ts';

export interface People {
  readonly issuer: string;
  /** The access token of a user who has signed in by password. */
  readonly ordinary: () => Promise<string>;
  /** The access token of a user who has signed in with all factors in the last minutes. */
  readonly elevated: () => Promise<string>;
  /** The same, from a sign-in whose time no other has: nothing was granted for it. */
  readonly justElevated: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const REDIRECT = 'http://127.0.0.1/callback';

/** Seconds: longer than all deployments take. */
const LIFETIME = 3600;

/** Milliseconds, within the max_age of the routes. */
const RECENT = 200_000;

export async function startPeople(): Promise<People> {
  const provider = await startOpenIdProvider({
    port: 0,
    acr: ACR,
    audience: AUDIENCE,
    redirectUris: [REDIRECT],
    accessTokenLifetime: LIFETIME,
  });
  const ordinary = once(() => signInTo(provider, []), LIFETIME * 1000);
  let last = 0;
  const justElevated = async () => {
    // The time of a sign-in has seconds: the clock of the provider is this one.
    while (Math.floor(Date.now() / 1000) <= last) await sleep(20);
    const signedIn = await signInTo(provider, ACR.slice(-1));
    last = Math.floor(Date.now() / 1000);
    return signedIn;
  };
  return {
    issuer: provider.issuer,
    ordinary,
    elevated: once(justElevated, RECENT),
    justElevated,
    close: provider.close,
  };
}

/** The same token for a while. */
function once(get: () => Promise<string>, milliseconds: number): () => Promise<string> {
  let [token, until] = ['', 0];
  return async () => {
    if (Date.now() >= until) [token, until] = [await get(), Date.now() + milliseconds];
    return token;
  };
}

async function signInTo({ issuer, clientId, testUser }: OpenIdProvider, acrValues: readonly string[]) {
  const asked = acrValues.length === 0 ? {} : { acrValues, maxAge: 0 };
  const { accessToken } = await signIn({ ...testUser, issuer, clientId, redirectUri: REDIRECT, ...asked });
  return accessToken;
}
