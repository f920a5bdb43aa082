/** A connection of an administrator to tables of this machine. */
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connection } from '../../../admin/protected-api.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';
import { AUDIENCE } from '../tokens/issuer.ts';

export interface ConnectionParts extends Pick<Connection, 'routes' | 'otherMethods'> {
  readonly issuer: string;
  readonly acr: readonly string[];
  /** Of DynamoDB. */
  readonly endpoint: string;
}

/** Its client is the caller's to destroy. */
export function connectionTo({ issuer, acr, endpoint, routes }: ConnectionParts): Connection {
  const trust = parseTrustConfig(
    { acr, issuers: [{ issuer, audience: [AUDIENCE] }] },
    { allowLoopbackIssuers: true },
  );
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  return {
    description: 'a test',
    dynamodb: new DynamoDBClient({ endpoint, region: LOCAL_REGION, credentials: LOCAL_CREDENTIALS }),
    policyTable: 'policy',
    grantTable: 'grant',
    riskTable: 'risk',
    auditTable: undefined,
    trust: trust.value,
    routes,
    baseUrl: 'https://api.example.com/v1',
  };
}
