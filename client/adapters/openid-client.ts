/** Sign-in with openid-client, for programs in Node.js: a command-line tool, a desktop application, a test. */
import * as openid from 'openid-client';
import type { SignIn } from '../index.ts';
import { demandsOf } from './demands.ts';
import { requireSameUser } from './same-user.ts';

export interface ProgramSignIn {
  readonly config: openid.Configuration;
  readonly redirectUri: string;
  /** With `openid`, space-separated. */
  readonly scope: string;
  /** The `sub` of the user of the session, if it is known: a sign-in of another user is refused. */
  readonly subject?: () => string | undefined;
  /**
   * Opens this URL in the user's browser, and returns the URL that the provider sends the browser back to: usually a
   * server on loopback waits for it (RFC 8252 §7.3).
   */
  readonly visit: (url: URL, signal: AbortSignal) => Promise<URL>;
}

/** The authorization code flow with PKCE, with the demands of the challenge unchanged. */
export function signInByBrowser({ config, redirectUri, scope, subject, visit }: ProgramSignIn): SignIn {
  return async (challenge, signal) => {
    const { maxAge } = challenge;
    const verifier = openid.randomPKCECodeVerifier();
    const state = openid.randomState();
    const nonce = openid.randomNonce();
    const url = openid.buildAuthorizationUrl(config, {
      redirect_uri: redirectUri,
      scope,
      state,
      nonce,
      code_challenge: await openid.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      ...demandsOf(challenge),
    });
    const callback = await visit(url, signal);
    signal.throwIfAborted();
    const tokens = await openid.authorizationCodeGrant(config, callback, {
      pkceCodeVerifier: verifier,
      expectedState: state,
      expectedNonce: nonce,
      idTokenExpected: true,
      ...(maxAge === undefined ? {} : { maxAge }),
    });
    requireSameUser(subject?.(), tokens.claims()?.sub);
    return tokens.access_token;
  };
}
