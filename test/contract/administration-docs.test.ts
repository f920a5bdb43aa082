/** The program in docs/administration.md, as a reader copies it: a file in a folder of the checkout. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { announceRun } from '../../admin/connection/run-file.ts';
import { LOCAL_REGION } from '../../local/dynamodb.ts';
import { startFunctionWorld } from '../support/functions/function-world.ts';
import type { FunctionWorld } from '../support/functions/function-world.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const ACR = ['urn:example:loa:1', 'urn:example:loa:2'];

const page = readFileSync(join(ROOT, 'docs', 'administration.md'), 'utf8');
const [, program = ''] = page.split('```ts\n').map((part) => part.split('```')[0] ?? '');

let world: FunctionWorld;
const started = mkdtempSync(join(tmpdir(), 'step-up-administer-'));
const file = join(ROOT, '.local', `administer-${process.pid}.ts`);

beforeAll(async () => {
  world = await startFunctionWorld({ acr: ACR }, [{ route: 'GET /accounts', acr: ACR[1] }]);
  announceRun(started, {
    pid: process.pid,
    apiUrl: 'http://127.0.0.1:1/v1',
    issuer: 'http://127.0.0.1:2',
    endpoint: world.proxy.endpoint,
    region: LOCAL_REGION,
    environment: world.environment,
    trustFile: JSON.stringify(world.trustWith()),
    routes: [{ method: 'GET', template: '/accounts' }],
  });
  mkdirSync(join(ROOT, '.local'), { recursive: true });
  writeFileSync(file, program);
});

afterAll(async () => {
  rmSync(file);
  await world.close();
});

test('lists the policy, changes it, and explains a request under the change', async () => {
  const { stdout, stderr } = await promisify(execFile)(process.execPath, ['--no-warnings', file], {
    cwd: started,
  });
  expect(stderr).toBe('');
  expect(stdout).toMatch(/^GET \/accounts {2}urn:example:loa:2\nversion 1\n/);
  expect(stdout).toContain("outcome: 'challenge'");
  expect(stdout).toContain('maxAge: 300');
  expect(await world.database.scan('policy')).toMatchObject([
    { route: 'GET /accounts', acr: ACR[1], maxAge: 300, updatedBy: 'nightly job' },
  ]);
});

test('is as short as a page', () => {
  expect(program.split('\n').filter((line) => line.trim() !== '').length).toBeLessThanOrEqual(30);
});
