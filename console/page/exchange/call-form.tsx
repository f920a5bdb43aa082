/** Which route to call: one of the API's, one that the user has added, or any other. */
import { useId } from 'react';
import { Button } from 'react-aria-components';
import { keepRoute, ownRoutes, removeRoute } from './own-routes.ts';
import type { Call } from './phase.ts';
import { ANOTHER, changeCall, chooseRoute, exampleKey, ownKey, routeChoice } from './route-choice.ts';
import type { Route } from '../../wire/api.ts';
import { flow } from './session.ts';
import { useStore } from '../shell/store.ts';
import { BodyInput } from './body-input.tsx';

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

export function CallForm({ routes }: { routes: readonly Route[] }) {
  const { key, call } = useStore(routeChoice);
  const own = useStore(ownRoutes);
  const isOwn = own.some((one) => ownKey(one) === key);
  return (
    <div className="call-form">
      <RouteSelect routes={routes} own={own} chosen={key} />
      <FlowSelect />
      {key === ANOTHER && <MethodSelect call={call} />}
      {(key === ANOTHER || (!isOwn && key.includes('{'))) && <PathInput call={call} />}
      {(key === ANOTHER || isOwn) && call.method !== 'GET' && <BodyInput call={call} />}
      {key === ANOTHER && (
        <Button
          className="button small"
          onPress={() => {
            keepRoute(call);
            chooseRoute(ownKey(call), routes, ownRoutes.get());
          }}
        >
          Add to the list
        </Button>
      )}
      {isOwn && (
        <Button
          className="button quiet small"
          onPress={() => {
            removeRoute(call);
            chooseRoute(ANOTHER, routes, ownRoutes.get());
          }}
        >
          Remove from the list
        </Button>
      )}
    </div>
  );
}

interface RouteSelectProps {
  readonly routes: readonly Route[];
  readonly own: readonly Call[];
  readonly chosen: string;
}

function RouteSelect({ routes, own, chosen }: RouteSelectProps) {
  const id = useId();
  return (
    <div className="field wide">
      <label htmlFor={id}>Route</label>
      <select
        id={id}
        value={chosen}
        onChange={({ target: { value } }) => {
          chooseRoute(value, routes, own);
        }}
      >
        {routes.map(exampleKey).map((key) => (
          <option key={key}>{key}</option>
        ))}
        {own.length > 0 && (
          <optgroup label="Added by you">
            {own.map((one) => (
              <option key={ownKey(one)} value={ownKey(one)}>
                {one.method} {one.path}
              </option>
            ))}
          </optgroup>
        )}
        <option value={ANOTHER}>Another…</option>
      </select>
    </div>
  );
}

function FlowSelect() {
  const id = useId();
  const by = useStore(flow);
  return (
    <div className="field">
      <label htmlFor={id}>Sign in by</label>
      <select
        id={id}
        value={by}
        onChange={({ target: { value } }) => {
          flow.set(() => (value === 'redirect' ? 'redirect' : 'popup'));
        }}
      >
        <option value="popup">Popup</option>
        <option value="redirect">Redirect</option>
      </select>
    </div>
  );
}

function MethodSelect({ call }: { call: Call }) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>Method</label>
      <select
        id={id}
        value={call.method}
        onChange={({ target: { value } }) => {
          changeCall({ method: value });
        }}
      >
        {METHODS.map((method) => (
          <option key={method}>{method}</option>
        ))}
      </select>
    </div>
  );
}

function PathInput({ call }: { call: Call }) {
  const id = useId();
  return (
    <div className="field wide">
      <label htmlFor={id}>Path</label>
      <input
        id={id}
        value={call.path}
        spellCheck={false}
        autoCapitalize="none"
        onChange={({ target: { value } }) => {
          changeCall({ path: value.replace(/^\/?/, '/') });
        }}
      />
    </div>
  );
}
