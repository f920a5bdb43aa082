/** The route that the user has chosen. The choice stays while another tab is shown. */
import type { Call } from './phase.ts';
import type { Route } from '../../wire/api.ts';
import { createStore } from '../shell/store.ts';

export interface RouteChoice {
  /** The chosen line of the list of routes. */
  readonly key: string;
  readonly call: Call;
}

/** The line of the list for any other call: not a route of the API, and not added by the user. */
export const ANOTHER = 'another';

export const exampleKey = ({ method, template }: Route) => `${method} ${template}`;
export const ownKey = ({ method, path }: Call) => `own ${method} ${path}`;

export const routeChoice = createStore<RouteChoice>({
  key: 'POST /payments',
  call: { method: 'POST', path: '/payments' },
});

/** Chooses a line of the list. `ANOTHER` keeps the method and path of the call that was chosen before. */
export function chooseRoute(key: string, routes: readonly Route[], own: readonly Call[]): void {
  const example = routes.find((route) => exampleKey(route) === key);
  const added = own.find((call) => ownKey(call) === key);
  routeChoice.set(({ call }) => ({
    key,
    call:
      added ??
      (example === undefined
        ? call
        : { method: example.method, path: example.template.replace(/\{[^}]+\}/g, '17') }),
  }));
}

export function changeCall(change: Partial<Call>): void {
  routeChoice.set(({ key, call }) => ({ key, call: { ...call, ...change } }));
}
