/** What the bundles need around them when they run without the local stack: an issuer, tables, an environment. */
import { ENVIRONMENT } from '../../lambda/contract.ts';
import { createTables, LOCAL_CREDENTIALS, LOCAL_REGION, startDynamoDB } from '../../local/dynamodb.ts';
import { databaseAt } from './database.ts';
import { startDynamoDBProxy } from './dynamodb-proxy.ts';
import type { DynamoDBProxy } from './dynamodb-proxy.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';
import type { TestIssuer } from './issuer.ts';
import { BASE } from './rest-events.ts';
import { TABLE_NAMES, TABLES } from './tables.ts';
import { createSigner } from './token-signer.ts';
import type { TokenSigner } from './token-signer.ts';

export interface BundleWorld {
  readonly issuer: TestIssuer;
  readonly signer: TokenSigner;
  readonly database: DynamoDBProxy;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

/** Starts it, with these acr words, and these items in the policy table. */
export async function startBundleWorld(
  acr: readonly string[],
  policies: readonly object[],
): Promise<BundleWorld> {
  const issuer = await startIssuer();
  const signer = createSigner('ES256', 'the-key');
  issuer.answer((_, response) => response.end(JSON.stringify({ keys: [signer.jwk] })));
  const dynamodb = await startDynamoDB({ prefer: 'dynalite' });
  await createTables(dynamodb.endpoint, TABLES);
  const { put } = databaseAt(dynamodb.endpoint);
  for (const item of policies) await put('policy', item);
  const database = await startDynamoDBProxy(dynamodb.endpoint);
  const trust = { acr, publicUrl: BASE, issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE] }] };
  return {
    issuer,
    signer,
    database,
    environment: {
      ...TABLE_NAMES,
      [ENVIRONMENT.trustConfig]: JSON.stringify(trust),
      AWS_REGION: LOCAL_REGION,
      AWS_ACCESS_KEY_ID: LOCAL_CREDENTIALS.accessKeyId,
      AWS_SECRET_ACCESS_KEY: LOCAL_CREDENTIALS.secretAccessKey,
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    },
    close: async () => {
      await database.close();
      await dynamodb.close();
      await issuer.close();
    },
  };
}
