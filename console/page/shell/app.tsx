/** The console: a header and four tabs. */
import { useEffect, useState } from 'react';
import { Button, Tab, TabList, TabPanel, Tabs } from 'react-aria-components';
import { LogTab } from '../log/log-tab.tsx';
import { ExchangeTab } from '../exchange/exchange-tab.tsx';
import { Header } from './header.tsx';
import { PolicyTab } from '../policy/policy-tab.tsx';
import { ScenariosTab } from '../scenarios/scenarios-tab.tsx';
import { followDecisions } from '../log/decisions.ts';
import { errorText } from './error-text.ts';
import { learnSignIn } from '../exchange/read-sign-in.ts';
import { Runner } from '../exchange/runner.ts';
import { session } from '../exchange/session.ts';
import { ask } from './server.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { useTab } from './tab.ts';

interface Ready {
  readonly state: ConsoleState;
  readonly runner: Runner;
}

let started: Promise<Ready> | undefined;

/** Runs once, even if the page is drawn several times: the provider's code can be used once. */
function start(): Promise<Ready> {
  started ??= ask('GET /api/state', {}).then(async (state) => {
    const runner = new Runner(state);
    const { token } = session.get();
    if (token !== undefined) await learnSignIn(token);
    followDecisions();
    await runner.resume();
    return { state, runner };
  });
  return started;
}

export function App() {
  const [ready, setReady] = useState<Ready>();
  const [problem, setProblem] = useState('');
  const [tab, show] = useTab();
  useEffect(() => {
    start().then(setReady, (error: unknown) => {
      started = undefined;
      setProblem(errorText(error));
    });
  }, []);
  if (ready === undefined) return <Waiting problem={problem} />;
  const { state, runner } = ready;
  return (
    <Tabs
      className="app"
      keyboardActivation="manual"
      selectedKey={tab}
      onSelectionChange={(key) => {
        show(String(key));
      }}
    >
      <a className="skip-link" href="#main">
        Skip to content
      </a>
      <Header state={state} runner={runner}>
        <TabList aria-label="Console" className="tabs">
          <Tab id="watch">Watch</Tab>
          <Tab id="scenarios">Scenarios</Tab>
          <Tab id="policy">Policy</Tab>
          <Tab id="log">Log</Tab>
        </TabList>
      </Header>
      <main id="main" tabIndex={-1}>
        <TabPanel id="watch">
          <ExchangeTab state={state} runner={runner} />
        </TabPanel>
        <TabPanel id="scenarios">
          <ScenariosTab state={state} runner={runner} />
        </TabPanel>
        <TabPanel id="policy">
          <PolicyTab state={state} />
        </TabPanel>
        <TabPanel id="log">
          <LogTab state={state} />
        </TabPanel>
      </main>
    </Tabs>
  );
}

function Waiting({ problem }: { problem: string }) {
  return (
    <main className="waiting" aria-live="polite">
      {problem === '' ? (
        <p>Connecting to the local run…</p>
      ) : (
        <>
          <h1>The local run does not answer</h1>
          <p>{problem}</p>
          <Button
            className="button primary"
            onPress={() => {
              window.location.reload();
            }}
          >
            Try again
          </Button>
        </>
      )}
    </main>
  );
}
