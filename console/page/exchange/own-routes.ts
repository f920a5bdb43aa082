/** The calls that the user has added to the list of routes. They stay in this browser until the user removes them. */
import type { Call } from './phase.ts';
import { createStore } from '../shell/store.ts';

const STORED = 'step-up-console-routes';

export const ownRoutes = createStore<readonly Call[]>(stored());

ownRoutes.subscribe(() => {
  localStorage.setItem(STORED, JSON.stringify(ownRoutes.get()));
});

/** A call with the same method and path is replaced. */
export function keepRoute(call: Call): void {
  ownRoutes.set((routes) => [...routes.filter((one) => !isSame(one, call)), call]);
}

export function removeRoute(call: Call): void {
  ownRoutes.set((routes) => routes.filter((one) => !isSame(one, call)));
}

function isSame(one: Call, other: Call): boolean {
  return one.method === other.method && one.path === other.path;
}

/** Another version of the page may have stored another form: such entries are left out. */
function stored(): Call[] {
  try {
    const routes: unknown = JSON.parse(localStorage.getItem(STORED) ?? '[]');
    return Array.isArray(routes) ? routes.filter(isCall) : [];
  } catch {
    return [];
  }
}

function isCall(value: unknown): value is Call {
  if (typeof value !== 'object' || value === null || !('method' in value) || !('path' in value)) return false;
  const { method, path } = value;
  const body = 'body' in value ? value.body : '';
  return typeof method === 'string' && typeof path === 'string' && typeof body === 'string';
}
