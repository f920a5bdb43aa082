/** The next step: what has happened, and one button. */
import { useRef } from 'react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components';
import { adviceOf } from './advice.tsx';
import { phase } from './phase.ts';
import type { Call, Phase } from './phase.ts';
import type { Runner } from './runner.ts';
import type { ConsoleState } from '../../wire/api.ts';
import { session } from './session.ts';
import { useStore } from '../shell/store.ts';

interface NextStepProps {
  readonly state: ConsoleState;
  readonly runner: Runner;
  readonly call: Call;
  readonly children: ReactNode;
}

export function NextStep({ state, runner, call, children }: NextStepProps) {
  const current = useStore(phase);
  const { token } = useStore(session);
  const main = useRef<HTMLButtonElement>(null);
  const { step, title, text, button, cancel } = adviceOf(current, { token, state, runner, call });
  return (
    <section className={`card next-step ${toneOf(current)}`} aria-label="Next step">
      <div className="next-text" aria-live="polite">
        <p className="eyebrow">{step}</p>
        <h1>{title}</h1>
        <p className="lead">{text}</p>
      </div>
      <div className="next-actions">
        {/* The same button at every step, never disabled: so it keeps the focus while its label changes. */}
        <button
          ref={main}
          type="button"
          className="button primary large"
          aria-disabled={button === undefined}
          onClick={() => void button?.press()}
        >
          {button?.label ?? 'Waiting…'}
        </button>
        {cancel !== undefined && (
          <Button
            className="button quiet large"
            onPress={() => {
              main.current?.focus();
              cancel();
            }}
          >
            Cancel
          </Button>
        )}
      </div>
      {children}
    </section>
  );
}

/** The colour of the card. */
function toneOf(current: Phase): string {
  return current.kind === 'done' && current.status >= 300 ? 'failed' : current.kind;
}
