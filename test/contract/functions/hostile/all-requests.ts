/** All the requests that must open nothing and be answered as documented, each with the answer it must have. */
import { hostileCredentials } from './credentials.ts';
import { hostileEvents } from './events.ts';
import { hostileExchanges } from './exchanges.ts';
import { hostileGrants } from './grants.ts';
import { hostilePaths } from './paths.ts';
import type { HostileRequest, HostileVictim } from '../../../support/hostile/request.ts';

export function allHostileRequests(victim: HostileVictim): HostileRequest[] {
  return [
    ...hostileCredentials(victim),
    ...hostileGrants(victim),
    ...hostileExchanges(victim),
    ...hostilePaths(victim),
    ...hostileEvents(victim),
  ];
}
