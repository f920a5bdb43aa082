import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { ListTablesCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { announceRun, findRun } from '../../../admin/connection/run-file.ts';
import { createLocalClient, startDynamoDB } from '../../../local/dynamodb.ts';
import { closeServer, listenOnLoopback } from '../../support/loopback-server.ts';
import { moveTime } from '../../support/time/moved-time.ts';
import type { MovedTime } from '../../support/time/moved-time.ts';
import { requireCleanLog } from './clean-log.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const WATCH = join(import.meta.dirname, 'watch-main.ts');

/** The folder of the run: a run of the developer, beside these tests, keeps its own. */
let folder: string;
let time: MovedTime;
beforeAll(() => {
  time = moveTime();
  folder = mkdtempSync(join(tmpdir(), 'step-up-start-'));
  copyFileSync(join(ROOT, 'step-up.config.json'), join(folder, 'step-up.config.json'));
  mkdirSync(join(folder, '.local'));
  writeFileSync(join(folder, '.local', 'log.jsonl'), '{"source":"access","line":"of an earlier run"}\n');
});
afterAll(() => {
  time.restore();
});

/** Runs the command. Its output is for the user; the log that it writes is scanned for secrets. */
async function start(...flags: string[]): Promise<{ code: unknown; output: string; secrets: number }> {
  const secretsFile = join(mkdtempSync(join(tmpdir(), 'step-up-secrets-')), 'secrets.jsonl');
  writeFileSync(secretsFile, '');
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--import', WATCH, join(ROOT, 'bin', 'local.ts'), '--port', '0', ...flags],
    { cwd: folder, env: { ...process.env, SECRETS_FILE: secretsFile } },
  );
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  const secrets = requireCleanLog({ secretsFile, logFile: join(folder, '.local', 'log.jsonl') });
  return { code, output: output + complaints, secrets };
}

function configFile(config: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-start-')), 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

/** Changes a policy in the tables that a run has kept. */
async function closeRoute(dataDir: string, route: string): Promise<void> {
  const engine = await startDynamoDB({ dataDir });
  const client = createLocalClient(engine.endpoint);
  const { TableNames = [] } = await client.send(new ListTablesCommand());
  const TableName = TableNames.find((name) => name.includes('Policy'));
  await client.send(new PutItemCommand({ TableName, Item: { route: { S: route }, deny: { BOOL: true } } }));
  client.destroy();
  await engine.close();
}

const ISSUERS = [{ issuer: 'http://127.0.0.1:9', audience: ['x'] }];

describe('npm start -- --once', () => {
  test('makes the whole walk, shows its requests and answers, and exits 0; also on the tables that --data kept, with as many issuers and origins as may be deployed', async () => {
    const data = mkdtempSync(join(tmpdir(), 'step-up-data-'));
    const { code, output, secrets } = await start('--once', '--data', data);
    // The run had tokens and grants: without them, a clean log would prove nothing.
    expect(secrets).toBeGreaterThan(50);
    expect(output).toMatch(
      /WWW-Authenticate: Bearer error="insufficient_user_authentication".*acr_values="urn:example:loa:2 urn:example:loa:3", max_age="300"/,
    );
    expect(output).toMatch(/acr=urn:example:loa:1 auth_time=\d{10}/);
    expect(output).toMatch(/acr=urn:example:loa:2 auth_time=\d{10}/);
    expect(output).toMatch(/grant sug_.*valid for \d+ s/);
    expect(output).toMatch(/max_age="0"/);
    expect(output).toContain('The walk is done');
    expect(code).toBe(0);
    expect(output).toContain(data);
    const ten = <T>(make: (index: number) => T) => Array.from({ length: 10 }, (_, index) => make(index));
    const config = configFile({
      acr: ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'],
      issuers: ten((index) => ({ issuer: `https://id-${index}.example.com`, audience: ['x'] })),
      cors: { allowedOrigins: ten((index) => `https://app-${index}.example.com`) },
    });
    const again = await start('--once', '--data', data, '--config', config);
    expect(again.output).toContain('To sign in at an issuer of your trust config, add --client-id');
    expect(again.output).toContain('The walk is done');
    expect(again.code).toBe(0);
    // Two walks take a quarter of a minute where nothing else runs.
  }, 240_000);

  test('exits with an error that names the step that failed, and the policies of kept tables that the walk does not expect; says that another run is up in the folder, which the command line finds again when it has ended', async () => {
    // With a single acr word there is nothing stronger to ask for, so no route challenges a fresh sign-in.
    const data = mkdtempSync(join(tmpdir(), 'step-up-data-'));
    const flags = ['--once', '--data', data, '--config', configFile({ acr: ['only'], issuers: ISSUERS })];
    const run = { pid: process.pid, apiUrl: 'http://127.0.0.1:9', endpoint: 'http://127.0.0.1:9' };
    const other = { ...run, issuer: 'http://127.0.0.1:9', region: 'us-east-1', environment: {}, routes: [] };
    const { end } = announceRun(folder, other);
    const unchanged = await start(...flags);
    expect(unchanged.output).toContain(`Another local run is up in this folder, at ${other.apiUrl}.`);
    expect(findRun(folder)).toEqual(other);
    end();
    expect(unchanged.output).toContain('The walk failed at step 3 (A sensitive route asks for more)');
    expect(unchanged.code).toBe(1);
    expect(unchanged.output).not.toContain('another policy');
    await closeRoute(data, 'GET /accounts');
    const { output, code } = await start(...flags);
    expect(output).toMatch(/The walk failed at step 2 .*\n.* have another policy for GET \/accounts\. /);
    expect(output).not.toContain('Another local run');
    expect(code).toBe(1);
    // Two starts take a quarter of a minute where nothing else runs.
  }, 240_000);

  test('reports every mistake in a config, and lists the flags', async () => {
    const config = configFile({ acr: ['a b'], issuers: [{ issuer: 'http://id.example.com', audience: [] }] });
    expect((await start('--once', '--config', config)).output).toMatch(
      /acr\[0\][\s\S]*issuers\[0\]\.issuer[\s\S]*issuers\[0\]\.audience/,
    );
    expect((await start('--nonsense')).output).toMatch(/--nonsense[\s\S]*--dynamodb-endpoint/);
  });

  test('takes one database, named by a URL', async () => {
    const elsewhere = ['--dynamodb-endpoint', 'http://127.0.0.1:9'];
    expect((await start('--once', ...elsewhere, '--data', '/nowhere')).output).toMatch(/leave one out/);
    expect((await start('--once', '--dynamodb-endpoint', 'localhost:8000')).output).toMatch(
      /localhost:8000 is no URL: expected one such as/,
    );
  });

  test('does not change the log of another run that has the port', async () => {
    const log = join(folder, '.local', 'log.jsonl');
    const before = readFileSync(log, 'utf8');
    expect(before).not.toBe('');
    const server = createServer();
    const { port } = new URL(await listenOnLoopback(server));
    const { code, output } = await start('--once', '--port', port);
    await closeServer(server);
    expect(output).toContain(`port ${port} of 127.0.0.1 is taken`);
    expect(code).toBe(1);
    expect(readFileSync(log, 'utf8')).toBe(before);
  });
});
