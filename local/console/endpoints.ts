/** What the console's page can ask of its server. */
import type { IncomingMessage } from 'node:http';
import * as v from 'valibot';
import type { TableSwitch } from '../dynamodb/table-switch.ts';
import { readBody, RequestError } from './http.ts';
import type { PolicyDesk } from './policy-desk.ts';
import type { Tables } from './tables.ts';

export interface EndpointParts {
  /** What does not change while the stack is up. */
  readonly state: object;
  readonly tables: Tables;
  readonly desk: PolicyDesk;
  /** None where the functions reach the tables without one. */
  readonly tableSwitch: TableSwitch | undefined;
}

type Endpoint = (request: IncomingMessage, query: URLSearchParams) => Promise<unknown>;

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));
const score = v.pipe(v.number(), v.minValue(0), v.maxValue(100));
const riskBody = v.strictObject({
  subject: text,
  score: v.exactOptional(score),
  level: v.exactOptional(v.picklist(['low', 'medium', 'high'])),
  reasons: v.exactOptional(v.array(text)),
  revokedBefore: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});
const policyBody = v.strictObject({ route: text, fields: v.string(), loosen: v.exactOptional(v.boolean()) });
const explainBody = v.strictObject({
  method: v.pipe(v.string(), v.regex(/^[A-Z]+$/)),
  path: v.pipe(v.string(), v.regex(/^\//)),
  token: v.exactOptional(text),
  grant: v.exactOptional(text),
});
const whatIfBody = v.strictObject({ route: text, fields: v.string(), suite: v.string() });

/** By method and path. */
export function createEndpoints(parts: EndpointParts): ReadonlyMap<string, Endpoint> {
  const { state, tables, desk, tableSwitch } = parts;
  const needed = (query: URLSearchParams, name: string) => {
    const value = query.get(name);
    if (value === null || value === '') throw new RequestError(400, `${name} is missing`);
    return value;
  };
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
    ...policyEndpoints(desk, tables, needed),
  ]);
}

function policyEndpoints(
  desk: PolicyDesk,
  tables: Tables,
  needed: (query: URLSearchParams, name: string) => string,
): [string, Endpoint][] {
  return [
    ['GET /api/policy', () => desk.list()],
    ['GET /api/policy/text', async (_, query) => ({ text: await desk.text(needed(query, 'route')) })],
    [
      'POST /api/policy/review',
      async (request) => {
        const { route, fields } = await readBody(request, policyBody);
        return desk.review(route, fields);
      },
    ],
    [
      'PUT /api/policy',
      async (request) => {
        const { route, fields, loosen = false } = await readBody(request, policyBody);
        return { problem: await desk.write(route, fields, loosen) };
      },
    ],
    ['DELETE /api/policy', async (_, query) => ({ problem: await desk.remove(needed(query, 'route')) })],
    ['GET /api/policy/history', (_, query) => desk.history(needed(query, 'route'))],
    ['GET /api/policy/items', () => tables.policies()],
    [
      'PUT /api/policy/by-hand',
      async (request) =>
        done(tables.writePolicyByHand(await readBody(request, v.looseObject({ route: text })))),
    ],
    [
      'DELETE /api/policy/by-hand',
      async (_, query) => done(tables.deletePolicyByHand(needed(query, 'route'))),
    ],
    [
      'POST /api/explain',
      async (request) => {
        const { method, path, token, grant } = await readBody(request, explainBody);
        const optional = (name: string, value: string | undefined) =>
          value === undefined ? [] : [name, value];
        return desk.explain([method, path, ...optional('--token', token), ...optional('--grant', grant)]);
      },
    ],
    [
      'POST /api/what-if',
      async (request) => {
        const { route, fields, suite } = await readBody(request, whatIfBody);
        return desk.whatIf(route, fields, suite);
      },
    ],
  ];
}

async function done(work: Promise<void>): Promise<object> {
  await work;
  return {};
}
