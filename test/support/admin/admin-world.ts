/** A protected API as the CLI connects to it: real tables, a real issuer, and the routes of an API. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Connection } from '../../../admin/protected-api.ts';
import { startFunctionWorld } from '../functions/function-world.ts';
import type { FunctionWorld } from '../functions/function-world.ts';
import { connectionTo } from './connection-to.ts';

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
  const connection = connectionTo({
    issuer: world.issuer.issuer,
    acr: ACR,
    endpoint: world.proxy.endpoint,
    routes: ROUTES,
  });
  const folder = mkdtempSync(join(tmpdir(), 'step-up-admin-'));
  return {
    issuer: world.issuer,
    database: world.database,
    connection,
    fileOf: (name, content) => {
      const file = join(folder, name);
      writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
      return file;
    },
    close: async () => {
      connection.dynamodb.destroy();
      await world.close();
    },
  };
}
