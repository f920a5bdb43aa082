/** Writes the risk of a user to the risk table, as a risk engine would. It counts within 5 seconds. */
import { useEffect, useState } from 'react';
import { Button, Label, Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { errorText } from '../shell/error-text.ts';
import { ask } from '../shell/server.ts';
import type { ConsoleState, Risk } from '../../wire/api.ts';
import { session } from '../exchange/session.ts';
import { createStore, useStore } from '../shell/store.ts';
import { claimsOf, nameOf, textIn } from '../exchange/token.ts';
import { RiskEffects } from './risk-effects.tsx';

const REASONS = ['impossible_travel', 'new_device', 'leaked_password'];

/** Raised when another part of the page has changed risk, such as a scenario: the panel reads it again. */
export const riskChanged = createStore(0);

export function RiskPanel({ state }: { state: ConsoleState }) {
  const { token } = useStore(session);
  const subject = token === undefined ? state.users[0]?.username : textIn(claimsOf(token), 'sub');
  const name = token === undefined ? subject : nameOf(claimsOf(token));
  return subject === undefined ? null : <RiskOf key={subject} subject={subject} name={name ?? subject} />;
}

function RiskOf({ subject, name }: { subject: string; name: string }) {
  const changes = useStore(riskChanged);
  const [risk, setRisk] = useState<Risk>({});
  const [note, setNote] = useState('');
  useEffect(() => {
    ask('GET /api/risk', { subject }).then(setRisk, reportTo(setNote));
  }, [subject, changes]);
  const { score = 0, reasons = [], revokedBefore } = risk;

  const write = (change: Risk) => {
    // Only what has changed is written: another writer may have changed the rest meanwhile.
    const written: Risk = change.score === undefined ? change : { ...change, level: levelOf(change.score) };
    setRisk({ ...risk, ...written });
    ask('PUT /api/risk', { subject, ...written }).then(() => {
      setNote('Written. It counts within 5 seconds.');
    }, reportTo(setNote));
  };
  const clear = () => {
    ask('DELETE /api/risk', { subject }).then(() => {
      setRisk({});
      setNote('Cleared: the risk table has no item for this user.');
    }, reportTo(setNote));
  };
  return (
    <section className="card risk" aria-labelledby="risk-title">
      <h2 id="risk-title">Risk of {name}</h2>
      <p className="soft">
        You play the risk engine: this is written to the risk table, and counts within 5 seconds.
      </p>
      <RiskSlider
        score={score}
        onChange={(value) => {
          setRisk({ ...risk, score: value });
        }}
        onChangeEnd={(value) => {
          write({ score: value });
        }}
      />
      <RiskEffects risk={risk} changes={changes} />
      <RiskReasons
        reasons={reasons}
        onChange={(changed) => {
          write({ reasons: changed });
        }}
      />
      <RiskButtons
        onRevoke={() => {
          write({ revokedBefore: Math.ceil(Date.now() / 1000) });
        }}
        onClear={clear}
      />
      <p className="soft note" role="status">
        {note || (revokedBefore === undefined ? '' : 'Earlier sign-ins are revoked.')}
      </p>
    </section>
  );
}

interface RiskSliderProps {
  readonly score: number;
  readonly onChange: (score: number) => void;
  readonly onChangeEnd: (score: number) => void;
}

function RiskSlider({ score, onChange, onChangeEnd }: RiskSliderProps) {
  return (
    <Slider
      className="slider"
      minValue={0}
      maxValue={100}
      value={score}
      onChange={(value) => {
        onChange(one(value));
      }}
      onChangeEnd={(value) => {
        onChangeEnd(one(value));
      }}
    >
      <div className="slider-head">
        <Label>Score</Label>
        <span>
          <SliderOutput /> <span className={`tag ${levelOf(score)}`}>{levelOf(score)}</span>
        </span>
      </div>
      <SliderTrack className="slider-track">
        <span className={`slider-fill ${levelOf(score)}`} style={{ width: `${score}%` }} />
        <SliderThumb className="slider-thumb" />
      </SliderTrack>
    </Slider>
  );
}

interface RiskReasonsProps {
  readonly reasons: readonly string[];
  readonly onChange: (reasons: readonly string[]) => void;
}

function RiskReasons({ reasons, onChange }: RiskReasonsProps) {
  return (
    <fieldset className="reasons">
      <legend>Reasons</legend>
      {REASONS.map((reason) => (
        <label key={reason}>
          <input
            type="checkbox"
            checked={reasons.includes(reason)}
            onChange={({ target: { checked } }) => {
              onChange(checked ? [...reasons, reason] : reasons.filter((one) => one !== reason));
            }}
          />
          {reason.replace('_', ' ')}
        </label>
      ))}
    </fieldset>
  );
}

function RiskButtons({ onRevoke, onClear }: { onRevoke: () => void; onClear: () => void }) {
  return (
    <div className="buttons">
      <Button className="button small" onPress={onRevoke}>
        Revoke sign-ins until now
      </Button>
      <Button className="button quiet small" onPress={onClear}>
        Clear
      </Button>
    </div>
  );
}

function levelOf(score: number): 'low' | 'medium' | 'high' {
  if (score >= 70) return 'high';
  return score >= 40 ? 'medium' : 'low';
}

function one(value: number | number[]): number {
  return typeof value === 'number' ? value : (value[0] ?? 0);
}

function reportTo(show: (message: string) => void) {
  return (error: unknown) => {
    show(errorText(error));
  };
}
