/**
 * What the fault tests start: a restartable stack between an issuer and a DynamoDB behind a proxy, both of which fail
 * as they are told, with users to call the stack as.
 */
import * as v from 'valibot';
import { startDynamoDB } from '../../../local/dynamodb.ts';
import { moveTime, PATIENT } from '../time/moved-time.ts';
import type { MovedTime } from '../time/moved-time.ts';
import { until } from '../time/until.ts';
import { databaseAt } from '../tables/database.ts';
import type { Database } from '../tables/database.ts';
import { startDynamoDBProxy } from '../tables/proxy.ts';
import type { DynamoDBFault, DynamoDBProxy } from '../tables/proxy.ts';
import { encodeForm, exchangeForm, FORM } from '../exchange-form.ts';
import type { FunctionLog } from '../functions/function-log.ts';
import { AUDIENCE, startIssuer } from '../tokens/issuer.ts';
import type { TestIssuer } from '../tokens/issuer.ts';
import { leaksIn, requireNoLeak } from '../secrets/remains.ts';
import { startRestartableStack } from './restartable-stack.ts';
import type { RestartableStack, RestartableStackOptions } from './restartable-stack.ts';
import { createSecretScanner } from '../secrets/secret-scanner.ts';
import { watchFetch } from '../secrets/secret-watch.ts';
import { requirementUriOf } from '../route.ts';

/** Its items are written and read past the proxy. */
export interface FaultyApi extends RestartableStack, Database {
  readonly time: MovedTime;
  readonly issuer: TestIssuer;
  readonly proxy: DynamoDBProxy;
  readonly newUser: () => string;
  /** Asks for a grant. */
  readonly exchange: (token: string, route: string) => Promise<Response>;
  /** Gets a grant. */
  readonly grantFor: (token: string, route: string) => Promise<string>;
  /** A token of a new user, or of `sub`, with the weaker acr; and with the stronger. */
  readonly weak: (sub?: string) => Promise<string>;
  readonly strong: (sub?: string) => Promise<string>;
  /** What opens the once-only route, once: a weak token, and a grant beside it. */
  readonly spendable: () => Promise<readonly [token: string, grant: string]>;
  /** The metrics, once these are among them: the log comes through another pipe than the answer. */
  readonly counted: (...names: string[]) => Promise<FunctionLog['metrics']>;
  /** Every call of DynamoDB meets this fault while `act` runs, with this patience. */
  readonly during: (fault: DynamoDBFault, patience: number, act: () => Promise<void>) => Promise<void>;
  /** Cold functions, no fault, and patience. */
  readonly reset: () => void;
}

const answerSchema = v.looseObject({ access_token: v.string() });

const PUBLIC_URL = 'https://api.example.com/v1';

/** Starts it. The weaker of two acr words is `loa1`, the stronger `loa2`. */
export async function startFaultyApi(
  options: Partial<Pick<RestartableStackOptions, 'trust' | 'environment' | 'maxInstances'>> = {},
): Promise<FaultyApi> {
  const time = moveTime({ limitsHere: true });
  const issuer = await startIssuer();
  const database = await startDynamoDB();
  const proxy = await startDynamoDBProxy(database.endpoint);
  const stack = await startRestartableStack({
    trust: {
      acr: ['loa1', 'loa2'],
      issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE] }],
      publicUrl: PUBLIC_URL,
      ...options.trust,
    },
    dynamodbEndpoint: proxy.endpoint,
    environment: { ...time.environment, ...options.environment },
    maxInstances: options.maxInstances ?? 1,
  });
  const scanner = createSecretScanner();
  const stopWatching = watchFetch(scanner.learn);
  const items = databaseAt(database.endpoint);
  const exchange = (token: string, route: string) => requestGrant(stack.apiUrl, token, route);
  const grantFor = async (token: string, route: string) =>
    v.parse(answerSchema, await (await exchange(token, route)).json()).access_token;
  let users = 0;
  const newUser = () => `user-${(users += 1)}`;
  const weak = (sub = newUser()) => issuer.sign({ sub, acr: 'loa1' });
  const strong = (sub = newUser()) => issuer.sign({ sub });
  return {
    ...stack,
    ...items,
    newUser,
    weak,
    strong,
    spendable: async () => {
      const sub = newUser();
      return [await weak(sub), await grantFor(await strong(sub), 'POST /payouts')];
    },
    counted: async (...names) => {
      await until(`metrics ${names.join(', ')}`, () => names.every((name) => name in stack.log().metrics));
      return stack.log().metrics;
    },
    time,
    issuer,
    proxy,
    exchange,
    grantFor,
    during: async (fault, patience, act) => {
      proxy.inject(fault);
      time.setPatience(patience);
      try {
        await act();
      } finally {
        time.setPatience(PATIENT);
        proxy.heal();
      }
    },
    reset: () => {
      time.setPatience(PATIENT);
      proxy.heal();
      issuer.recover();
      stack.restart();
    },
    close: async () => {
      time.restore();
      stopWatching();
      const tables = {
        Policy: await items.scan(stack.policyTable),
        Grant: await items.scan(stack.grantTable),
        Risk: await items.scan(stack.riskTable),
      };
      await stack.close();
      await proxy.close();
      await database.close();
      await issuer.close();
      requireNoLeak(leaksIn({ log: stack.written(), printed: '', tables }, scanner));
    },
  };
}

function requestGrant(apiUrl: string, token: string, route: string): Promise<Response> {
  const body = encodeForm(exchangeForm(token, requirementUriOf(PUBLIC_URL, route)));
  return fetch(`${apiUrl}/step-up/token`, { method: 'POST', headers: { 'Content-Type': FORM }, body });
}
