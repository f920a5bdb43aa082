/** Which route to call: one of the API's, or any other. */
import { useId, useState } from 'react';
import type { Call } from '../phase.ts';
import type { Route } from '../server.ts';
import { flow } from '../session.ts';
import { useStore } from '../store.ts';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];
const OTHER = 'other';

interface CallFormProps {
  readonly routes: readonly Route[];
  readonly call: Call;
  readonly onChange: (call: Call) => void;
}

export function CallForm({ routes, call, onChange }: CallFormProps) {
  const id = useId();
  const by = useStore(flow);
  const keys = routes.map(({ method, template }) => `${method} ${template}`);
  const [chosen, setChosen] = useState(
    () => keys.find((key) => key === `${call.method} ${call.path}`) ?? keys[0] ?? OTHER,
  );
  const choose = (key: string) => {
    setChosen(key);
    const [method = 'GET', template = '/'] = key.split(' ');
    if (key !== OTHER) onChange({ method, path: template.replace(/\{[^}]+\}/g, '17') });
  };
  return (
    <div className="call-form">
      <label htmlFor={`${id}-route`}>Route</label>
      <select
        id={`${id}-route`}
        value={chosen}
        onChange={(event) => {
          choose(event.target.value);
        }}
      >
        {keys.map((key) => (
          <option key={key}>{key}</option>
        ))}
        <option value={OTHER}>Another…</option>
      </select>
      {chosen === OTHER && <MethodChoice call={call} onChange={onChange} />}
      {(chosen === OTHER || chosen.includes('{')) && <PathInput call={call} onChange={onChange} />}
      <label htmlFor={`${id}-flow`}>Sign in by</label>
      <select
        id={`${id}-flow`}
        value={by}
        onChange={(event) => {
          flow.set(() => (event.target.value === 'redirect' ? 'redirect' : 'popup'));
        }}
      >
        <option value="popup">Popup</option>
        <option value="redirect">Redirect</option>
      </select>
    </div>
  );
}

type CallChoice = Pick<CallFormProps, 'call' | 'onChange'>;

function MethodChoice({ call, onChange }: CallChoice) {
  const id = useId();
  return (
    <>
      <label htmlFor={`${id}-method`}>Method</label>
      <select
        id={`${id}-method`}
        value={call.method}
        onChange={(event) => {
          onChange({ ...call, method: event.target.value });
        }}
      >
        {METHODS.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </select>
    </>
  );
}

function PathInput({ call, onChange }: CallChoice) {
  const id = useId();
  return (
    <>
      <label htmlFor={`${id}-path`}>Path</label>
      <input
        id={`${id}-path`}
        value={call.path}
        spellCheck={false}
        onChange={(event) => {
          onChange({ ...call, path: event.target.value.replace(/^\/?/, '/') });
        }}
      />
    </>
  );
}
