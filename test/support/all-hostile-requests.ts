/** All the requests that must open nothing and be answered as documented, each with the answer it must have. */
import { hostileCredentials } from './hostile-credentials.ts';
import { hostileEvents } from './hostile-events.ts';
import { hostileExchanges } from './hostile-exchanges.ts';
import { hostileGrants } from './hostile-grants.ts';
import { hostilePaths } from './hostile-paths.ts';
import type { HostileRequest, HostileVictim } from './hostile-request.ts';

export function allHostileRequests(victim: HostileVictim): HostileRequest[] {
  return [
    ...hostileCredentials(victim),
    ...hostileGrants(victim),
    ...hostileExchanges(victim),
    ...hostilePaths(victim),
    ...hostileEvents(victim),
  ];
}
