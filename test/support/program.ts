/** A program that signs its user in with openid-client, and the user's browser. */
import * as openid from 'openid-client';
import { signInByBrowser } from '../../client/adapters/openid-client.ts';
import type { ProgramSignIn } from '../../client/adapters/openid-client.ts';
import type { SignIn } from '../../client/index.ts';
import type { OpenIdProvider } from '../../local/openid-provider.ts';
import { browse, CookieJar } from '../../local/sign-in.ts';

export interface Program {
  readonly signIn: SignIn;
  /** The authorization requests, in order: the URLs that the browser was sent to. */
  readonly visited: readonly URL[];
}

/** Its browser keeps its session at the provider. */
export async function programAt(
  provider: Omit<OpenIdProvider, 'close'>,
  redirectUri: string,
  options: Pick<ProgramSignIn, 'subject'> = {},
): Promise<Program> {
  const cookies = new CookieJar();
  const visited: URL[] = [];
  const config = await openid.discovery(
    new URL(provider.issuer),
    provider.clientId,
    undefined,
    openid.None(),
    // oxlint-disable-next-line typescript/no-deprecated -- a provider on loopback has no TLS
    { execute: [openid.allowInsecureRequests] },
  );
  const signIn = signInByBrowser({
    config,
    redirectUri,
    scope: 'openid payments:write',
    ...options,
    visit: async (url) => {
      visited.push(url);
      return (await browse(url, { ...provider.testUser, redirectUri, cookies })).callback;
    },
  });
  return { visited, signIn };
}
