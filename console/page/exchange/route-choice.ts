/** The call that is chosen: it outlives a look at another tab. */
import type { Call } from './phase.ts';
import type { Route } from '../shell/server.ts';
import { createStore } from '../shell/store.ts';

export interface RouteChoice {
  /** Of the list of routes: which line is chosen. */
  readonly key: string;
  readonly call: Call;
}

/** The line of the list for a call that is in it neither as an example nor as the user's own. */
export const ANOTHER = 'another';

export const exampleKey = ({ method, template }: Route) => `${method} ${template}`;
export const ownKey = ({ method, path }: Call) => `own ${method} ${path}`;

export const routeChoice = createStore<RouteChoice>({
  key: 'POST /payments',
  call: { method: 'POST', path: '/payments' },
});

/** Chooses a line of the list. Another route begins with the call that was chosen before. */
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
