/** The session of this page: its access token, and the token and grant of the last step-up. */
import type { Application } from '../../../client/adapters/authorization-code.ts';
import type { Grant } from '../../../client/exchange.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { createStore } from '../shell/store.ts';
import { providerFetch } from './provider-fetch.ts';
import { claimsOf, expiryOf } from './token.ts';

export interface Session {
  /** The access token that is sent with every call. */
  readonly token: string | undefined;
  /** The token of the last step-up, and the grant that it was exchanged for. */
  readonly elevated: string | undefined;
  readonly grant: Grant | undefined;
}

const STORED = 'step-up-console-session';
const SIGNED_OUT: Session = { token: undefined, elevated: undefined, grant: undefined };

/** A reload keeps the session, in this tab only. It is a developer's test user, on loopback. */
export const session = createStore<Session>({ ...SIGNED_OUT, token: stored() });

session.subscribe(() => {
  const { token } = session.get();
  if (token === undefined) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, token);
});

export function signOut(): void {
  session.set(() => SIGNED_OUT);
}

/** The token that this tab has stored, unless it has expired. */
function stored(): string | undefined {
  const token = sessionStorage.getItem(STORED);
  if (token === null || expiryOf(claimsOf(token)) * 1000 < Date.now()) return undefined;
  return token;
}

/** How the user is sent to the provider: in a popup, or by leaving the page. */
export type Flow = 'popup' | 'redirect';

export const flow = createStore<Flow>('popup');

export function applicationOf({ signIn }: ConsoleState, by: Flow): Application {
  const { provider, issuer, clientId, scope, parameters } = signIn;
  const redirectUri = `${window.location.origin}/${by === 'popup' ? 'signed-in' : ''}`;
  return {
    issuer,
    clientId,
    redirectUri,
    scope,
    parameters,
    allowInsecureRequests: true,
    ...(provider === 'yours' ? { fetch: providerFetch } : {}),
  };
}
