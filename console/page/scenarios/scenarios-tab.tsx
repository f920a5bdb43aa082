/** The scenarios tab: the list, and the exchange of the scenario that runs. */
import { Button } from 'react-aria-components';
import { errorText } from '../shell/error-text.ts';
import { phase } from '../exchange/phase.ts';
import type { Runner } from '../exchange/runner.ts';
import { SCENARIOS } from './scenarios.ts';
import type { Scenario } from './scenarios.ts';
import { createWorld } from './scenario-world.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { createStore, useStore } from '../shell/store.ts';
import { beginTrace } from '../exchange/trace.ts';
import { riskChanged } from '../risk/risk-panel.tsx';
import { Sequence } from '../exchange/sequence.tsx';

interface Playing {
  readonly scenario: Scenario;
  readonly result: 'running' | 'seen' | 'missed' | 'broken';
  readonly text: string;
}

const playing = createStore<Playing | undefined>(undefined);

async function play(scenario: Scenario, state: ConsoleState, runner: Runner): Promise<void> {
  const tell = (result: Playing['result'], text: string) => {
    playing.set(() => ({ scenario, result, text }));
  };
  tell('running', 'Started.');
  beginTrace(scenario.title);
  const world = createWorld(state, runner, (text) => {
    tell('running', text);
  });
  try {
    const seen = await scenario.play(world);
    tell(
      seen ? 'seen' : 'missed',
      seen ? `As expected: ${scenario.expected}.` : `Not as expected. Expected: ${scenario.expected}.`,
    );
  } catch (error) {
    tell('broken', errorText(error));
  }
  riskChanged.set((changes) => changes + 1);
}

export function ScenariosTab({ state, runner }: { state: ConsoleState; runner: Runner }) {
  const now = useStore(playing);
  const isRunning = now?.result === 'running';
  return (
    <div className="columns scenarios">
      <section className="card scenario-list" aria-labelledby="scenarios-title">
        <h1 id="scenarios-title">Scenarios</h1>
        <p className="soft">
          One click each, and a sign-in where the scenario needs another one. Every effect is real. At the
          end, policy and risk are put back, and you stay signed in with the last sign-in.
        </p>
        <ul>
          {SCENARIOS.map((scenario) => (
            <li key={scenario.id} className={now?.scenario.id === scenario.id ? 'current' : ''}>
              <div className="card-head">
                <h2>{scenario.title}</h2>
                <Button
                  className="button small"
                  isDisabled={isRunning || !hasWords(scenario, state)}
                  aria-label={`Play: ${scenario.title}`}
                  onPress={() => void play(scenario, state, runner)}
                >
                  Play
                </Button>
              </div>
              <p className="soft">{scenario.story}</p>
              {!hasWords(scenario, state) && (
                <p className="soft">
                  It needs an acr vocabulary of {scenario.words} words, and the trust config has{' '}
                  {state.acr.length}.
                </p>
              )}
            </li>
          ))}
        </ul>
      </section>
      <div className="column">
        <Progress now={now} />
        <Sequence />
      </div>
    </div>
  );
}

function hasWords({ words = 0 }: Scenario, { acr }: ConsoleState): boolean {
  return acr.length >= words;
}

const MARKS: Record<Playing['result'], [tone: string, words: string]> = {
  running: ['ask', 'running'],
  seen: ['good', 'as expected'],
  missed: ['bad', 'not as expected'],
  broken: ['bad', 'stopped by an error'],
};

function Progress({ now }: { now: Playing | undefined }) {
  const current = useStore(phase);
  const [tone, words] = now === undefined ? ['', ''] : MARKS[now.result];
  return (
    <section className="card scenario-now" aria-label="Progress" aria-live="polite">
      {now === undefined ? (
        <p className="soft">Choose a scenario. Its requests and the answers are drawn below.</p>
      ) : (
        <>
          <h2>
            {now.scenario.title} <span className={`tag ${tone}`}>{words}</span>
          </h2>
          <p className="soft">{now.text}</p>
          {now.result === 'running' && current.kind === 'busy' && current.cancel !== undefined && (
            <Button className="button quiet small" onPress={current.cancel}>
              Cancel
            </Button>
          )}
        </>
      )}
    </section>
  );
}
