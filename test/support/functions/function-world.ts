/** What the functions need around them when they run without a template: an issuer, tables, an environment. */
import { createTables, LOCAL_CREDENTIALS, LOCAL_REGION, startDynamoDB } from '../../../local/dynamodb.ts';
import { databaseAt } from '../tables/database.ts';
import type { Database } from '../tables/database.ts';
import { startDynamoDBProxy } from '../tables/proxy.ts';
import type { DynamoDBProxy } from '../tables/proxy.ts';
import { moveTime } from '../time/moved-time.ts';
import type { MovedTime } from '../time/moved-time.ts';
import { AUDIENCE, startIssuer } from '../tokens/issuer.ts';
import type { TestIssuer } from '../tokens/issuer.ts';
import { TABLE_NAMES, TABLES } from '../tables/tables.ts';

/** As in the trust config: the claim, and from the words of the issuer to ours. */
export interface AcrMapping {
  readonly claim?: string;
  readonly values?: Readonly<Record<string, string>>;
}

export interface FunctionWorld {
  /** That of the functions and of the test. */
  readonly time: MovedTime;
  readonly issuer: TestIssuer;
  /** The tables, past the proxy. */
  readonly database: Database;
  /** Of the tables, past the proxy. */
  readonly endpoint: string;
  /** Between the functions and the tables. */
  readonly proxy: DynamoDBProxy;
  readonly environment: Readonly<Record<string, string>>;
  /** The trust config, with this acr mapping, and these other fields, of the issuer. */
  readonly trustWith: (acr?: AcrMapping, fields?: object) => object;
  readonly close: () => Promise<void>;
}

/** Starts it, with these fields of the trust config beside the issuer, and these items in the policy table. */
export async function startFunctionWorld(
  trust: { readonly acr: readonly string[]; readonly publicUrl?: string },
  policies: readonly object[],
): Promise<FunctionWorld> {
  const time = moveTime({ limitsHere: true });
  const issuer = await startIssuer();
  const dynamodb = await startDynamoDB();
  const proxy = await startDynamoDBProxy(dynamodb.endpoint);
  await createTables(dynamodb.endpoint, TABLES);
  const database = databaseAt(dynamodb.endpoint);
  for (const item of policies) await database.put('policy', item);
  const trustWith = (acr?: AcrMapping, fields: object = {}) => ({
    ...trust,
    issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE], acr, ...fields }],
  });
  const environment = {
    ...TABLE_NAMES,
    AWS_REGION: LOCAL_REGION,
    AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
    AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
    AWS_ENDPOINT_URL_DYNAMODB: proxy.endpoint,
  };
  return {
    time,
    issuer,
    database,
    proxy,
    endpoint: dynamodb.endpoint,
    environment,
    trustWith,
    close: async () => {
      await proxy.close();
      await dynamodb.close();
      await issuer.close();
      time.restore();
    },
  };
}
