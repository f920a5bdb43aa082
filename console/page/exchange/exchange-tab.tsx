/** The first tab: the next step, the exchange as it happens, and what the tokens say. */
import { routeChoice } from './route-choice.ts';
import type { Runner } from './runner.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { useStore } from '../shell/store.ts';
import { CallForm } from './call-form.tsx';
import { Glossary } from './glossary.tsx';
import { NextStep } from './next-step.tsx';
import { RiskPanel } from '../risk/risk-panel.tsx';
import { Sequence } from './sequence.tsx';
import { TokenInspector } from './token-inspector.tsx';

export function ExchangeTab({ state, runner }: { state: ConsoleState; runner: Runner }) {
  const { call } = useStore(routeChoice);
  return (
    <div className="columns watch">
      <div className="column">
        <NextStep state={state} runner={runner} call={call}>
          <CallForm routes={state.routes} />
        </NextStep>
        <Sequence />
      </div>
      <aside className="column" aria-label="Tokens, risk and words">
        <TokenInspector vocabulary={state.acr} />
        <RiskPanel state={state} />
        <Glossary state={state} />
      </aside>
    </div>
  );
}
