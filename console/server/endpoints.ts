/** The endpoints of the console's server: each reads its input, and answers as the page expects (wire/api.ts). */
import * as v from 'valibot';
import { RISK_LEVELS } from '../../core/condition/risk.ts';
import type { TableSwitch } from '../../local/dynamodb/table-switch.ts';
import type { Tables } from '../../local/dynamodb/written-by-hand.ts';
import type { AnswerOf, ConsoleState, EndpointName, InputOf } from '../wire/api.ts';
import { readInput, RequestError } from './http.ts';
import type { Endpoint } from './http.ts';
import type { AdminDesk } from './admin-desk.ts';
import type { ProviderDesk } from './provider-desk.ts';
import { storedGrants } from './stored-grants.ts';

export interface EndpointParts {
  /** The part of the state that does not change while the stack is up. */
  readonly state: Omit<ConsoleState, 'tablesReachable'>;
  readonly tables: Tables;
  readonly desk: AdminDesk;
  readonly provider: ProviderDesk;
  /** Undefined where the functions reach the tables without a switch. */
  readonly tableSwitch: TableSwitch | undefined;
}

const text = v.pipe(v.string(), v.minLength(1), v.maxLength(10_000));

/** The time to read YAML grows with the square of the number of keys. */
const MOST_CHARACTERS = 50_000;

const fields = v.pipe(
  v.string(),
  v.maxLength(
    MOST_CHARACTERS,
    `the editor takes ${MOST_CHARACTERS} characters: use step-up policy apply for more`,
  ),
);

const nothing = v.strictObject({});
const ofSubject = v.strictObject({ subject: text });
const ofRoute = v.strictObject({ route: text });
const ofText = v.strictObject({ route: text, fields });
const ofSeen = { stamp: v.string(), loosen: v.boolean() };
const risk = v.strictObject({
  subject: text,
  score: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(100))),
  level: v.exactOptional(v.picklist(RISK_LEVELS)),
  reasons: v.exactOptional(v.array(text)),
  revokedBefore: v.exactOptional(v.pipe(v.number(), v.safeInteger())),
});
const question = v.strictObject({
  method: v.pipe(v.string(), v.regex(/^[A-Z]+$/)),
  path: v.pipe(v.string(), v.regex(/^\//)),
  token: v.exactOptional(text),
  grant: v.exactOptional(text),
});

/** By method and path. */
export function createEndpoints(parts: EndpointParts): ReadonlyMap<string, Endpoint> {
  return new Map<string, Endpoint>([
    ...runEndpoints(parts),
    ...signInEndpoints(parts),
    ...policyEndpoints(parts),
  ]);
}

type Named = readonly [name: EndpointName, endpoint: Endpoint];

function runEndpoints({ state, tables, desk, tableSwitch }: EndpointParts): readonly Named[] {
  return [
    on('GET /api/state', nothing, () => ({
      ...state,
      tablesReachable: tableSwitch?.reachable() ?? true,
    })),
    on('GET /api/risk', ofSubject, ({ subject }) => desk.risk(subject)),
    on('PUT /api/risk', risk, async ({ subject, ...fields }) => done(desk.setRisk(subject, fields))),
    on('DELETE /api/risk', ofSubject, async ({ subject }) => done(desk.clearRisk(subject))),
    on('GET /api/grants', nothing, async () => storedGrants(await tables.grants())),
    on('DELETE /api/grants', v.strictObject({ id: text }), async ({ id }) => done(desk.revokeGrant(id))),
    on('PUT /api/tables', v.strictObject({ reachable: v.boolean() }), ({ reachable }) => {
      if (tableSwitch === undefined)
        throw new RequestError('tables_fixed', 'the database of this run cannot be cut off');
      tableSwitch.set(reachable);
      return {};
    }),
    on('PUT /api/policy/by-hand', v.looseObject({ route: text }), async (item) =>
      done(tables.writePolicyByHand(item)),
    ),
  ];
}

function signInEndpoints({ provider }: EndpointParts): readonly Named[] {
  return [
    on('POST /api/sign-in', v.strictObject({ claims: v.record(v.string(), v.unknown()) }), ({ claims }) =>
      provider.read(claims),
    ),
    on('GET /api/provider', nothing, () => provider.metadata()),
    on('POST /api/provider/token', v.strictObject({ form: text }), ({ form }) => provider.token(form)),
  ];
}

function policyEndpoints({ desk }: EndpointParts): readonly Named[] {
  return [
    on('GET /api/policy', nothing, () => desk.list()),
    on('GET /api/policy/text', ofRoute, ({ route }) => desk.text(route)),
    on('GET /api/policy/history', ofRoute, ({ route }) => desk.history(route)),
    on('POST /api/policy/review', ofText, (written) => desk.review(written.route, written.fields)),
    on('POST /api/policy/review-removal', ofRoute, ({ route }) => desk.reviewRemoval(route)),
    on('PUT /api/policy', v.strictObject({ ...ofText.entries, ...ofSeen }), async (written) =>
      done(desk.write(written)),
    ),
    on('POST /api/policy/remove', v.strictObject({ ...ofRoute.entries, ...ofSeen }), async (seen) =>
      done(desk.remove(seen)),
    ),
    on('POST /api/explain', question, (asked) => desk.explain(asked)),
    on('POST /api/what-if', v.strictObject({ ...ofText.entries, scenarios: v.array(v.unknown()) }), (asked) =>
      desk.whatIf(asked),
    ),
  ];
}

/** An endpoint of the wire, with the form of its input. */
function on<Name extends EndpointName>(
  name: Name,
  form: v.GenericSchema<unknown, InputOf<Name>>,
  answer: (input: InputOf<Name>) => AnswerOf<Name> | Promise<AnswerOf<Name>>,
): Named {
  return [name, async (request, query) => answer(await readInput(request, query, form))];
}

async function done(work: Promise<void>): Promise<Readonly<Record<string, never>>> {
  await work;
  return {};
}
