/** The ways in which the user of the walk signs in: a scripted user at the local provider, and a person in a browser at any. */
import type { Challenge } from '../api-client.ts';
import { CookieJar, signIn, signInBy } from '../sign-in.ts';
import type { CodeRequest, SignInRequest } from '../sign-in.ts';
import type { WalkOptions } from '../walk.ts';
import { providerRefusal } from './provider-refusal.ts';

type ForWalk = WalkOptions['signIn'];

/** In one session at the provider. */
export function scriptedSignIn(user: Omit<SignInRequest, 'cookies'>): ForWalk {
  const cookies = new CookieJar();
  return (challenge) => signIn({ ...user, ...demandsOf(challenge), cookies });
}

/**
 * `visit` takes the user's browser to a URL, and returns the URL that the provider sends it back to. Rejects with an error in
 * words for the user.
 */
export function signInInBrowser(request: CodeRequest, visit: (start: URL) => Promise<URL>): ForWalk {
  return async (challenge) => {
    try {
      return await signInBy({ ...request, ...demandsOf(challenge) }, visit);
    } catch (cause) {
      throw new Error(providerRefusal(cause), { cause });
    }
  };
}

function demandsOf(challenge: Challenge | undefined): Pick<CodeRequest, 'acrValues' | 'maxAge' | 'claims'> {
  const { acrValues = [], maxAge, claims } = challenge ?? {};
  return {
    ...(acrValues.length === 0 ? {} : { acrValues }),
    ...(maxAge === undefined ? {} : { maxAge }),
    ...(claims === undefined ? {} : { claims }),
  };
}
