/** A protected API as the CLI connects to it: real tables, a real issuer, and the routes of an API. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { Connection } from '../../../admin/protected-api.ts';
import { parseTrustConfig } from '../../../core/trust/trust-config.ts';
import { LOCAL_CREDENTIALS, LOCAL_REGION } from '../../../local/dynamodb.ts';
import { startFunctionWorld } from '../functions/function-world.ts';
import type { FunctionWorld } from '../functions/function-world.ts';
import { AUDIENCE } from '../tokens/issuer.ts';

export interface AdminWorld extends Pick<FunctionWorld, 'issuer' | 'database'> {
  readonly connection: Connection;
  /** A file of this content, which stays for the run of the tests. */
  readonly fileOf: (name: string, content: string | object) => string;
  readonly close: () => Promise<void>;
}

const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];
const ROUTES = [
  { method: 'POST', template: '/payments/{id}' },
  { method: 'GET', template: '/accounts' },
];

export async function startAdminWorld(policies: readonly object[]): Promise<AdminWorld> {
  const world = await startFunctionWorld({ acr: ACR }, policies);
  const trust = parseTrustConfig(
    { acr: ACR, issuers: [{ issuer: world.issuer.issuer, audience: [AUDIENCE] }] },
    { allowLoopbackIssuers: true },
  );
  if (!trust.ok) throw new Error(JSON.stringify(trust.error));
  const dynamodb = new DynamoDBClient({
    endpoint: world.proxy.endpoint,
    region: LOCAL_REGION,
    credentials: LOCAL_CREDENTIALS,
  });
  const folder = mkdtempSync(join(tmpdir(), 'step-up-admin-'));
  return {
    issuer: world.issuer,
    database: world.database,
    connection: {
      description: 'a test',
      dynamodb,
      policyTable: 'policy',
      grantTable: 'grant',
      riskTable: 'risk',
      auditTable: undefined,
      trust: trust.value,
      routes: ROUTES,
      baseUrl: 'https://api.example.com/v1',
    },
    fileOf: (name, content) => {
      const file = join(folder, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    close: async () => {
      dynamodb.destroy();
      await world.close();
    },
  };
}
