/** Who is signed in, as far as this page knows: the token of the session, and what a step-up has brought. */
import type { Application } from '../../../client/adapters/authorization-code.ts';
import type { Grant } from '../../../client/exchange.ts';
import type { ConsoleState } from '../shell/server.ts';
import { createStore } from '../shell/store.ts';
import { claimsOf } from './token.ts';

export interface Session {
  /** The access token that every call goes out with. */
  readonly token: string | undefined;
  /** The token of the last step-up, and the grant that it earned. */
  readonly elevated: string | undefined;
  readonly grant: Grant | undefined;
}

const STORED = 'step-up-console-session';
const NOBODY: Session = { token: undefined, elevated: undefined, grant: undefined };

/** A reload keeps the session, as far as this tab; it is a developer's own, on loopback. */
export const session = createStore<Session>({ ...NOBODY, token: stored() });

session.subscribe(() => {
  const { token } = session.get();
  if (token === undefined) sessionStorage.removeItem(STORED);
  else sessionStorage.setItem(STORED, token);
});

export function signOut(): void {
  session.set(() => NOBODY);
}

/** An expired token is as good as none. */
function stored(): string | undefined {
  const token = sessionStorage.getItem(STORED);
  if (token === null || (claimsOf(token).exp ?? 0) * 1000 < Date.now()) return undefined;
  return token;
}

/** How the user is sent to the provider: the page stays, or is left. */
export type Flow = 'popup' | 'redirect';

export const flow = createStore<Flow>('popup');

export function applicationOf({ issuer, clientId, scope }: ConsoleState, by: Flow): Application {
  const redirectUri = `${window.location.origin}/${by === 'popup' ? 'signed-in' : ''}`;
  return {
    issuer,
    clientId,
    redirectUri,
    scope: scope.replace('offline_access ', ''),
    allowInsecureRequests: true,
  };
}
