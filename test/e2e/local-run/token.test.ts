/** `npm run token`, for a run on free ports: the provider is not at the port after that of the gateway. */
import { execFile } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { announceRun } from '../../../admin/connection/run-file.ts';
import { LOCAL_REGION } from '../../../local/dynamodb.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

const SCRIPT = join(import.meta.dirname, '..', '..', '..', 'bin', 'token.ts');

let stack: TestStack;
let folder: string;
beforeAll(async () => {
  stack = await startStack();
  folder = mkdtempSync(join(tmpdir(), 'step-up-token-'));
  const { apiUrl, dynamodb, provider } = stack;
  const addresses = { apiUrl, issuer: provider.issuer, endpoint: dynamodb.endpoint };
  announceRun(folder, { pid: process.pid, ...addresses, region: LOCAL_REGION, environment: {}, routes: [] });
});
afterAll(() => stack.close());

test.each([
  ['the run of the folder', () => []],
  ['the run with the port of the gateway', () => ['--port', new URL(stack.apiUrl).port]],
])('prints a token of %s, which opens a route', async (_, flags) => {
  const args = ['--no-warnings', SCRIPT, ...flags()];
  const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: folder });
  const response = await fetch(`${stack.apiUrl}/accounts`, {
    headers: { Authorization: `Bearer ${stdout.trim()}` },
  });
  expect(response.status).toBe(200);
});
