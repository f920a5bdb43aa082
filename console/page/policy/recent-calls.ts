/** The calls that this page has made lately, as scenarios for `step-up simulate`. */
import { fits } from '../exchange/route-match.ts';
import type { Route } from '../../wire/api.ts';
import { createStore } from '../shell/store.ts';
import { claimsOf, shortAcr, textIn } from '../exchange/token.ts';
import type { TokenClaims } from '../exchange/token.ts';

export interface RecentCall {
  readonly method: string;
  readonly path: string;
  readonly claims: TokenClaims;
  /** Seconds since 1970. */
  readonly at: number;
}

/** A scenario of a scenario file. `expect` is required there and not used here: only changes are shown. */
export interface CallScenario {
  readonly name: string;
  readonly request: { readonly method: string; readonly path: string };
  readonly issuer?: string;
  readonly claims: Readonly<Record<string, unknown>>;
  readonly at: number;
  readonly expect: string;
}

const MOST = 20;

/** Newest first. */
export const recentCalls = createStore<readonly RecentCall[]>([]);

export function remember(method: string, path: string, token: string | undefined): void {
  if (token === undefined) return;
  const call = { method, path, claims: claimsOf(token), at: Math.floor(Date.now() / 1000) };
  recentCalls.set((calls) => [call, ...calls.filter((one) => nameOf(one) !== nameOf(call))].slice(0, MOST));
}

/** The calls for which the API has a route, each at the time of the call. */
export function scenariosOf(calls: readonly RecentCall[], routes: readonly Route[]): CallScenario[] {
  return calls
    .filter((call) => routes.some((route) => fits(route, call)))
    .map((call) => ({
      name: nameOf(call),
      request: { method: call.method, path: call.path },
      ...(typeof call.claims.iss === 'string' ? { issuer: call.claims.iss } : {}),
      claims: call.claims,
      at: call.at,
      expect: 'allow',
    }));
}

function nameOf({ method, path, claims }: RecentCall): string {
  return `${method} ${path} by ${textIn(claims, 'sub') ?? 'no user'} with ${shortAcr(textIn(claims, 'acr') ?? 'no acr')}`;
}
