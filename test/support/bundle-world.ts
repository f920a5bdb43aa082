/** What the bundles need around them when they run without the local stack: an issuer, tables, an environment. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createLocalClient, createTables, startDynamoDB } from '../../local/dynamodb.ts';
import { startDynamoDBProxy } from './dynamodb-proxy.ts';
import type { DynamoDBProxy } from './dynamodb-proxy.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';
import type { TestIssuer } from './issuer.ts';
import { BASE } from './rest-events.ts';
import { createSigner } from './token-signer.ts';
import type { TokenSigner } from './token-signer.ts';

export interface BundleWorld {
  readonly issuer: TestIssuer;
  readonly signer: TokenSigner;
  readonly database: DynamoDBProxy;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

const TABLE_KEYS = { policy: 'route', grant: 'id', risk: 'id' };

/** Starts it, with these acr words, and these items in the policy table. */
export async function startBundleWorld(
  acr: readonly string[],
  policies: readonly object[],
): Promise<BundleWorld> {
  const issuer = await startIssuer();
  const signer = createSigner('ES256', 'the-key');
  issuer.answer((_, response) => response.end(JSON.stringify({ keys: [signer.jwk] })));
  const dynamodb = await startDynamoDB({ prefer: 'dynalite' });
  await createTables(dynamodb.endpoint, Object.entries(TABLE_KEYS).map(specification));
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
      POLICY_TABLE: 'policy',
      GRANT_TABLE: 'grant',
      RISK_TABLE: 'risk',
      TRUST_CONFIG: JSON.stringify(trust),
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

function specification([TableName, AttributeName]: [string, string]) {
  return {
    create: {
      TableName,
      KeySchema: [{ AttributeName, KeyType: 'HASH' as const }],
      AttributeDefinitions: [{ AttributeName, AttributeType: 'S' as const }],
      BillingMode: 'PAY_PER_REQUEST' as const,
    },
  };
}
