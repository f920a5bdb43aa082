/** What the bundles need around them when they run without the local stack: an issuer, tables, an environment. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { ENVIRONMENT } from '../../lambda/contract.ts';
import { createLocalClient, createTables, startDynamoDB } from '../../local/dynamodb.ts';
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
  const client = createLocalClient(dynamodb.endpoint);
  for (const item of policies)
    await client.send(new PutItemCommand({ TableName: 'policy', Item: marshall(item) }));
  client.destroy();
  const database = await startDynamoDBProxy(dynamodb.endpoint);
  const trust = { acr, publicUrl: BASE, issuers: [{ issuer: issuer.issuer, audience: [AUDIENCE] }] };
  return {
    issuer,
    signer,
    database,
    environment: {
      ...TABLE_NAMES,
      [ENVIRONMENT.trustConfig]: JSON.stringify(trust),
      AWS_REGION: 'us-east-1',
      AWS_ACCESS_KEY_ID: 'local',
      AWS_SECRET_ACCESS_KEY: 'local',
      AWS_ENDPOINT_URL_DYNAMODB: database.endpoint,
    },
    close: async () => {
      await database.close();
      await dynamodb.close();
      await issuer.close();
    },
  };
}
