/**
 * Calls of other clients, from the log of decisions. The log keeps route, acr and the time of the sign-in, and by design
 * no other claims: a result that depends on more than these cannot be told.
 */
import type { Decision } from '../log/decisions.ts';
import type { CallScenario, RecentCall } from './recent-calls.ts';
import { fits } from '../exchange/route-match.ts';
import type { Route } from '../../wire/api.ts';
import { shortAcr } from '../exchange/token.ts';

const MOST = 20;

const OUTCOMES: Readonly<Record<string, string>> = {
  Allowed: 'allow',
  Challenged: 'challenge',
  Denied: 'deny',
};

/**
 * Newest first, one of each kind, without the calls of this page and without calls that a grant has opened.
 * `expect` is the outcome in the log. Each call gets `scope`, because the log does not say which scopes it had.
 */
export function scenariosOfLog(
  decisions: readonly Decision[],
  own: readonly RecentCall[],
  routes: readonly Route[],
  scope: string,
): CallScenario[] {
  const scenarios = new Map<string, CallScenario>();
  for (const decision of decisions) {
    const scenario = scenarioOf(decision, own, routes, scope);
    if (scenario !== undefined && !scenarios.has(scenario.name)) scenarios.set(scenario.name, scenario);
    if (scenarios.size === MOST) break;
  }
  return [...scenarios.values()];
}

function scenarioOf(
  {
    message,
    route,
    issuer,
    clientId,
    acr,
    authTime,
    openedBy,
    grantRefusal,
    timestamp,
    subjectHash,
  }: Decision,
  own: readonly RecentCall[],
  routes: readonly Route[],
  scope: string,
): CallScenario | undefined {
  const expect = OUTCOMES[message];
  const [method = '', path = ''] = route.split(' ');
  const known = routes.find((one) => one.method === method && one.template === path);
  if (expect === undefined || issuer === undefined || known === undefined) return undefined;
  if (openedBy === 'grant' || grantRefusal !== undefined) return undefined;
  const isOwn = own.some(
    (call) => fits(known, call) && call.claims.acr === acr && call.claims.auth_time === authTime,
  );
  if (isOwn) return undefined;
  return {
    name: `${route} by user ${(subjectHash ?? 'unknown').slice(0, 6)} with ${shortAcr(acr ?? 'no acr')}`,
    request: { method, path },
    issuer,
    claims: {
      scope,
      ...(clientId === undefined ? {} : { client_id: clientId }),
      ...(acr === undefined ? {} : { acr }),
      ...(authTime === undefined ? {} : { auth_time: authTime }),
    },
    at: Math.floor(Date.parse(timestamp) / 1000),
    expect,
  };
}
