/** The endpoints of the console's server, for its page. */
import * as v from 'valibot';
import type { TableSwitch } from '../../local/dynamodb/table-switch.ts';
import { needed, readBody, RequestError, text } from './http.ts';
import type { Endpoint } from './http.ts';
import type { PolicyDesk } from './policy-desk.ts';
import { policyEndpoints } from './policy-endpoints.ts';
import type { Tables } from '../../local/dynamodb/written-by-hand.ts';

export interface EndpointParts {
  /** The part of the state that does not change while the stack is up. */
  readonly state: object;
  readonly tables: Tables;
  readonly desk: PolicyDesk;
  /** Undefined where the functions reach the tables without a switch. */
  readonly tableSwitch: TableSwitch | undefined;
}

const score = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const riskBody = v.strictObject({
  subject: text,
  score: v.exactOptional(score),
  level: v.exactOptional(v.picklist(['low', 'medium', 'high'])),
  reasons: v.exactOptional(v.array(text)),
  revokedBefore: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});

/** By method and path. */
export function createEndpoints(parts: EndpointParts): ReadonlyMap<string, Endpoint> {
  const { state, tables, desk, tableSwitch } = parts;
  return new Map<string, Endpoint>([
    [
      'GET /api/state',
      () => Promise.resolve({ ...state, tablesReachable: tableSwitch?.reachable() ?? true }),
    ],
    ['GET /api/risk', (_, query) => tables.risk(needed(query, 'subject'))],
    [
      'PUT /api/risk',
      async (request) => {
        const { subject, ...risk } = await readBody(request, riskBody);
        await tables.setRisk(subject, risk);
        return {};
      },
    ],
    ['DELETE /api/risk', async (_, query) => done(tables.clearRisk(needed(query, 'subject')))],
    ['GET /api/grants', () => tables.grants()],
    ['DELETE /api/grants', async (_, query) => done(tables.revokeGrant(needed(query, 'id')))],
    [
      'PUT /api/tables',
      async (request) => {
        const { reachable } = await readBody(request, v.strictObject({ reachable: v.boolean() }));
        if (tableSwitch === undefined)
          throw new RequestError(409, 'the database of this run cannot be cut off');
        tableSwitch.set(reachable);
        return {};
      },
    ],
    ...policyEndpoints(desk),
    [
      'PUT /api/policy/by-hand',
      async (request) =>
        done(tables.writePolicyByHand(await readBody(request, v.looseObject({ route: text })))),
    ],
  ]);
}

async function done(work: Promise<void>): Promise<object> {
  await work;
  return {};
}
