/** Alice at Keycloak, in one browser, and what she was asked for. */
import type { Challenge } from '../../../../local/api-client.ts';
import { CookieJar, signIn } from '../../../../local/sign-in.ts';
import type { SignedIn } from '../../../../local/sign-in.ts';
import { authenticator } from './authenticator.ts';
import { CLIENTS, USER } from './realm.ts';
import type { User } from './realm.ts';
import type { Realm } from './world.ts';

/** Her authenticator app, which shows no code twice. */
const nextCode = authenticator(USER.secret);

export interface Asked {
  readonly passwords: number;
  readonly codes: number;
}

export interface Person {
  /** Signs in, in the session of before, as the challenge asks. */
  readonly signIn: (
    challenge?: Pick<Challenge, 'acrValues' | 'maxAge'>,
    how?: { readonly clientId?: string; readonly scope?: string },
  ) => Promise<SignedIn & { readonly asked: Asked }>;
}

/** Alice, or another user, with a new browser. */
export function newPerson({ issuer, redirectUri }: Realm, user: User = USER): Person {
  const cookies = new CookieJar();
  return {
    signIn: async (challenge, { clientId = CLIENTS.web, scope = 'openid' } = {}) => {
      const asked = { passwords: 0, codes: 0 };
      const signedIn = await signIn({
        ...{ issuer, redirectUri, clientId, scope, cookies },
        username: user.username,
        get password() {
          asked.passwords += 1;
          return user.password;
        },
        get oneTimeCode() {
          asked.codes += 1;
          return nextCode();
        },
        ...(challenge === undefined ? {} : { acrValues: challenge.acrValues }),
        ...(challenge?.maxAge === undefined ? {} : { maxAge: challenge.maxAge }),
      });
      return { ...signedIn, asked };
    },
  };
}
