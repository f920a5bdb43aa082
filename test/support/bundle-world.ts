/** What the bundles need around them when they run without the local stack: an issuer, tables, an environment, events. */
import { PutItemCommand } from '@aws-sdk/client-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import { createLocalClient, createTables, startDynamoDB } from '../../local/dynamodb.ts';
import { startDynamoDBProxy } from './dynamodb-proxy.ts';
import type { DynamoDBProxy } from './dynamodb-proxy.ts';
import { AUDIENCE, startIssuer } from './issuer.ts';
import type { TestIssuer } from './issuer.ts';
import { createSigner } from './token-signer.ts';
import type { TokenSigner } from './token-signer.ts';

export interface BundleWorld {
  readonly issuer: TestIssuer;
  readonly signer: TokenSigner;
  readonly database: DynamoDBProxy;
  readonly environment: Readonly<Record<string, string>>;
  readonly close: () => Promise<void>;
}

type HeaderLists = Readonly<Record<string, readonly string[]>>;

/** The public base URL of the API. */
export const BASE = 'https://api.example.com/v1';

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

/** The event of the authorizer for a route (`POST /payments`). */
export function authorizerEvent(route: string, multiValueHeaders: HeaderLists): object {
  const [method = '', path = ''] = route.split(' ');
  const methodArn = `arn:aws:execute-api:us-east-1:123456789012:abcdefghij/v1/${method}${path}`;
  return { type: 'REQUEST', methodArn, ...eventOf(method, path, multiValueHeaders) };
}

/** The event of the exchange for a form. */
export function exchangeEvent(body: string, isBase64Encoded = false): object {
  const headers = { 'Content-Type': ['application/x-www-form-urlencoded'] };
  return { ...eventOf('POST', '/step-up/token', headers), body, isBase64Encoded };
}

function eventOf(httpMethod: string, resource: string, multiValueHeaders: HeaderLists) {
  const requestContext = {
    apiId: 'abcdefghij',
    stage: 'v1',
    domainName: 'api.example.com',
    path: `/v1${resource}`,
  };
  return { httpMethod, resource, multiValueHeaders, pathParameters: null, requestContext };
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
