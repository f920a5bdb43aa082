/** Where the users of a run sign in: at its own provider, or at that of the person who started it. */
import { browserVisits, REDIRECT_PATH, VISIT_PATH } from '../sign-in/browser-visits.ts';
import type { BrowserVisits } from '../sign-in/browser-visits.ts';
import { scriptedSignIn, signInInBrowser } from '../sign-in/for-walk.ts';
import type { OpenIdProvider } from '../openid-provider.ts';
import type { LocalStack } from '../stack.ts';
import type { WalkOptions } from '../walk.ts';
import type { YourProvider } from './your-provider.ts';

export type RunUsers =
  | { readonly at: 'local provider'; readonly provider: OpenIdProvider }
  | { readonly at: 'your provider'; readonly provider: YourProvider; readonly visits: BrowserVisits };

/** `yours`: undefined where the users of the local provider are those of the run. */
export function usersOf({ provider }: LocalStack, yours: YourProvider | undefined): RunUsers {
  if (yours !== undefined) return { at: 'your provider', provider: yours, visits: browserVisits() };
  if (provider === undefined) throw new Error('the run has no provider at which users sign in');
  return { at: 'local provider', provider };
}

const HOW_TO_SIGN_IN_AT_YOURS =
  'Users sign in at the local provider. To sign in at an issuer of your trust config, add --client-id with a public client there (docs/local-run.md, "With your own provider")';

/** How long the walk waits for a person to sign in, in milliseconds. */
const PATIENCE = 5 * 60_000;

const consoleOf = ({ consolePort }: Pick<LocalStack, 'consolePort'>): string =>
  `http://127.0.0.1:${consolePort.number}`;

/** The lines that say where users sign in, and what to do for that. `hasConfig`: the person who started the run named a trust config. */
export function whereUsersSignIn(users: RunUsers, stack: LocalStack, hasConfig: boolean): readonly string[] {
  if (users.at === 'local provider') return hasConfig ? [HOW_TO_SIGN_IN_AT_YOURS] : [];
  const page = consoleOf(stack);
  return [
    `Users sign in at ${users.provider.issuer}, by the public client ${users.provider.clientId}. Register there for this client:`,
    `  redirect URI ${page}${REDIRECT_PATH}   (and ${page}/ if you choose "Redirect" in the console)`,
  ];
}

/** What the walk needs of its user. `stopped`: the run ends. */
export function walkerOf(
  users: RunUsers,
  stack: LocalStack,
  { print, stopped }: { readonly print: (line: string) => void; readonly stopped: AbortSignal },
): Pick<WalkOptions, 'issuer' | 'clientId' | 'signIn'> {
  const { issuer, clientId } = users.provider;
  if (users.at === 'local provider') {
    const { testUser } = users.provider;
    const signIn = scriptedSignIn({ issuer, clientId, redirectUri: stack.redirectUri, ...testUser });
    return { issuer, clientId, signIn };
  }
  const { provider, visits } = users;
  const redirectUri = `${consoleOf(stack)}${REDIRECT_PATH}`;
  const visit = async (start: URL) => {
    print(
      `   Open ${consoleOf(stack)}${VISIT_PATH} in your browser, and sign in. The walk waits for ${PATIENCE / 60_000} minutes.`,
    );
    const late = AbortSignal.timeout(PATIENCE);
    try {
      return await visits.visit(start, AbortSignal.any([stopped, late]));
    } catch (cause) {
      if (!late.aborted) throw cause;
      throw new Error(
        `nobody came back from ${issuer} within ${PATIENCE / 60_000} minutes. If its page shows an error: has the client ${clientId} the redirect URI ${redirectUri}?`,
        { cause },
      );
    }
  };
  const { scope, resource, parameters, metadata } = provider;
  const request = { issuer, clientId, redirectUri, scope, parameters, metadata };
  return {
    issuer,
    clientId,
    signIn: signInInBrowser(resource === undefined ? request : { ...request, resource }, visit),
  };
}
