/** The built bundles, run as Lambda runs them, with a real issuer and real tables that count what is asked of them. */
import type { AttributeValue } from '@aws-sdk/client-dynamodb';
import { BUNDLES } from '../../../core/contract.ts';
import type { Invocation } from '../../../local/functions/instance.ts';
import { createFunctions } from '../../../local/functions/functions.ts';
import type { Functions } from '../../../local/functions/functions.ts';
import { builtFunction } from './built-function.ts';
import { startFunctionWorld } from './function-world.ts';
import type { AcrMapping } from './function-world.ts';
import { templateOf } from '../gateway/parts.ts';
import type { Database } from '../tables/database.ts';
import type { MovedTime } from '../time/moved-time.ts';
import type { TestIssuer } from '../tokens/issuer.ts';

export type TableName = 'policy' | 'grant' | 'risk';

export type FunctionName = typeof BUNDLES.authorizer | typeof BUNDLES.tokenExchange;

export interface BuiltFunctions {
  readonly issuer: TestIssuer;
  /** That of the functions and of the test. */
  readonly time: MovedTime;
  /** The tables, past what counts the operations. */
  readonly database: Database;
  /** Where an administrator asks for the tables: through what counts the operations. */
  readonly endpoint: string;
  readonly invoke: (name: FunctionName, event: unknown) => Promise<Invocation>;
  readonly putPolicy: (item: object) => Promise<void>;
  /** Puts attributes as they stand. Rejects when DynamoDB itself does not take them. */
  readonly putAttributes: (table: TableName, item: Record<string, AttributeValue>) => Promise<void>;
  /** The operations that the functions have asked of DynamoDB, since the start or the last `forget`. */
  readonly operations: () => readonly string[];
  readonly forget: () => void;
  /** Starts the functions anew over the same tables, as a deployment with another acr mapping or other fields of the issuer does. */
  readonly redeploy: (acr: AcrMapping | undefined, fields?: object) => void;
  /**
   * Starts further functions over the same tables, which trust these issuers of the trust config. `rest` has other fields of it.
   * Those that are not closed before end with the others.
   */
  readonly alsoTrusting: (issuers: readonly object[], rest?: object) => Pick<Functions, 'close' | 'invoke'>;
  /** All that the functions have printed. */
  readonly log: () => readonly string[];
  readonly close: () => Promise<void>;
}

export const VOCABULARY = ['loa1', 'loa2', 'loa3'];

/** What the routes of the tests require. */
export const POLICIES = [
  { route: 'GET /open' },
  { route: 'POST /payments', acr: 'loa2', maxAge: 300 },
  { route: 'POST /transfers', acr: 'loa2', grant: { required: true } },
  { route: 'DELETE /admin', scopes: ['admin'] },
  { route: 'GET /closed', deny: true },
];

/**
 * Starts everything, with the policies above in the table, and these fields of the trust config. Each function has so many
 * instances at most, each of which answers one event at a time.
 */
export async function startBuiltFunctions(
  trust: { readonly publicUrl?: string } = {},
  maxInstances = 1,
): Promise<BuiltFunctions> {
  const world = await startFunctionWorld({ acr: VOCABULARY, ...trust }, POLICIES);
  const { issuer, database, proxy, time } = world;
  const log: string[] = [];
  const startWith = (config: object) =>
    createFunctions(
      {
        ...templateOf({}),
        functions: [BUNDLES.authorizer, BUNDLES.tokenExchange].map((name) =>
          builtFunction(name, world.environment, config),
        ),
      },
      {
        environment: time.environment,
        maxInstances,
        onLog: (_, line) => log.push(line),
      },
    );
  const start = (acr?: AcrMapping, fields?: object) => startWith(world.trustWith(acr, fields));
  let functions = start();
  const others: ReturnType<typeof start>[] = [];
  return {
    issuer,
    time,
    database,
    endpoint: proxy.endpoint,
    invoke: (name, event) => functions.invoke(name, event),
    putPolicy: (item) => database.put('policy', item),
    putAttributes: database.putAttributes,
    operations: proxy.operations,
    forget: proxy.forget,
    redeploy: (acr, fields) => {
      functions.close();
      functions = start(acr, fields);
    },
    alsoTrusting: (issuers, rest = {}) => {
      const further = startWith({ ...world.trustWith(), ...rest, issuers });
      others.push(further);
      return further;
    },
    log: () => log,
    close: async () => {
      for (const one of [functions, ...others]) one.close();
      await world.close();
    },
  };
}
