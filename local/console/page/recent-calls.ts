/** The calls that this page has made lately, as scenarios for `step-up simulate`. */
import { createStore } from './store.ts';
import { claimsOf } from './token.ts';
import type { TokenClaims } from './token.ts';

interface RecentCall {
  readonly method: string;
  readonly path: string;
  readonly claims: TokenClaims;
}

const MOST = 20;

/** Newest first. */
export const recentCalls = createStore<readonly RecentCall[]>([]);

export function remember(method: string, path: string, token: string | undefined): void {
  if (token === undefined) return;
  const call = { method, path, claims: claimsOf(token) };
  recentCalls.set((calls) => [call, ...calls.filter((one) => nameOf(one) !== nameOf(call))].slice(0, MOST));
}

/** What is expected is not the question: what would change is. */
export function suiteOf(calls: readonly RecentCall[]): string {
  return JSON.stringify({
    scenarios: calls.map((call) => ({
      name: nameOf(call),
      request: { method: call.method, path: call.path },
      issuer: call.claims.iss,
      claims: call.claims,
      expect: 'allow',
    })),
  });
}

function nameOf({ method, path, claims }: RecentCall): string {
  return `${method} ${path} by ${claims.sub ?? 'nobody'} with ${claims.acr ?? 'no acr'}`;
}
