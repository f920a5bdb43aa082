/** The name, the tabs, the state of the connection, the theme, and the signed-in user. */
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { connection } from './connection.ts';
import type { Connection } from './connection.ts';
import type { Runner } from '../exchange/runner.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { session } from '../exchange/session.ts';
import { useStore } from './store.ts';
import { switchTheme, theme } from './theme.ts';
import { signInOf } from '../exchange/read-sign-in.ts';
import { claimsOf, nameOf, shortAcr } from '../exchange/token.ts';

export function Header({
  state,
  runner,
  children,
}: {
  state: ConsoleState;
  runner: Runner;
  children: ReactNode;
}) {
  const current = useStore(theme);
  const other = current === 'dark' ? 'light' : 'dark';
  return (
    <header className="header">
      <div className="brand">
        <svg aria-hidden="true" viewBox="0 0 24 24" width="28" height="28">
          <path
            d="M2 21h5v-6h5V9h5V3h5"
            fill="none"
            stroke="currentColor"
            strokeWidth="3"
            strokeLinejoin="round"
            strokeLinecap="round"
          />
        </svg>
        <span className="brand-name">Step-up console</span>
      </div>
      {children}
      <div className="header-end">
        <LiveMark apiUrl={state.apiUrl} />
        <Button
          className="button quiet icon"
          aria-label={`Switch to the ${other} theme`}
          onPress={switchTheme}
        >
          <svg aria-hidden="true" viewBox="0 0 24 24" width="20" height="20" fill="currentColor">
            {current === 'dark' ? (
              <path d="M12 7a5 5 0 1 0 0 10 5 5 0 0 0 0-10Zm-1-6h2v4h-2V1Zm0 18h2v4h-2v-4ZM1 11h4v2H1v-2Zm18 0h4v2h-4v-2ZM3.5 4.9 4.9 3.5l2.8 2.8-1.4 1.4-2.8-2.8Zm12.8 12.8 1.4-1.4 2.8 2.8-1.4 1.4-2.8-2.8ZM3.5 19.1l2.8-2.8 1.4 1.4-2.8 2.8-1.4-1.4ZM16.3 6.3l2.8-2.8 1.4 1.4-2.8 2.8-1.4-1.4Z" />
            ) : (
              <path d="M20.7 15.6A9 9 0 0 1 8.4 3.3a9 9 0 1 0 12.3 12.3Z" />
            )}
          </svg>
        </Button>
        <Who runner={runner} />
      </div>
    </header>
  );
}

const CONNECTIONS: Record<Connection, string> = {
  connecting: 'Connecting',
  up: 'Local run is up',
  lost: 'Not connected',
};

function LiveMark({ apiUrl }: { apiUrl: string }) {
  const current = useStore(connection);
  return (
    <span className={`live ${current}`} title={apiUrl} role="status">
      <span className="live-text">{CONNECTIONS[current]}</span>
    </span>
  );
}

function Who({ runner }: { runner: Runner }) {
  const { token } = useStore(session);
  if (token === undefined) return <span className="who signed-out">Not signed in</span>;
  const { acr } = signInOf(token);
  return (
    <span className="who">
      <span className="who-name">
        {nameOf(claimsOf(token))} {acr !== undefined && <span className="tag">{shortAcr(acr)}</span>}
      </span>
      <Button
        className="button quiet small"
        onPress={() => {
          runner.signOut();
          // The button disappears. A user of the keyboard continues from the top of the page.
          document.getElementById('main')?.focus();
        }}
      >
        Sign out
      </Button>
    </span>
  );
}
