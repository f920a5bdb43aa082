import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';

const ROOT = join(import.meta.dirname, '..', '..');

async function start(...flags: string[]): Promise<{ code: unknown; output: string }> {
  const child = spawn(process.execPath, [
    '--no-warnings',
    join(ROOT, 'bin', 'local.ts'),
    '--port',
    '0',
    ...flags,
  ]);
  const [output, complaints, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  return { code, output: output + complaints };
}

function configFile(config: object): string {
  const file = join(mkdtempSync(join(tmpdir(), 'step-up-start-')), 'config.json');
  writeFileSync(file, JSON.stringify(config));
  return file;
}

const ISSUERS = [{ issuer: 'http://127.0.0.1:9', audience: ['x'] }];

describe('npm start -- --once', () => {
  test('walks the whole way, shows what passes by, and exits 0', async () => {
    const { code, output } = await start('--once');
    expect(output).toMatch(
      /WWW-Authenticate: Bearer error="insufficient_user_authentication".*acr_values="urn:example:loa:2 urn:example:loa:3", max_age="300"/,
    );
    expect(output).toMatch(/acr=urn:example:loa:1 auth_time=\d{10}/);
    expect(output).toMatch(/acr=urn:example:loa:2 auth_time=\d{10}/);
    expect(output).toMatch(/grant sug_.*good for \d+ s/);
    expect(output).toMatch(/max_age="0"/);
    expect(output).toContain('The walk is done');
    expect(code).toBe(0);
  });

  test('exits with an error that names the step that failed', async () => {
    // With a single acr word there is nothing stronger to ask for, so no route challenges a fresh sign-in.
    const { code, output } = await start(
      '--once',
      '--config',
      configFile({ acr: ['only'], issuers: ISSUERS }),
    );
    expect(output).toContain('The walk failed at step 3 (A sensitive route asks for more)');
    expect(code).toBe(1);
  });

  test('keeps the tables where it is told to', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'step-up-data-'));
    expect((await start('--once', '--data', folder)).output).toContain(folder);
    expect((await start('--once', '--data', folder)).code).toBe(0);
  });

  test('says all that is wrong with a config, and which flags there are', async () => {
    const config = configFile({ acr: ['a b'], issuers: [{ issuer: 'http://id.example.com', audience: [] }] });
    expect((await start('--once', '--config', config)).output).toMatch(
      /acr\[0\][\s\S]*issuers\[0\]\.issuer[\s\S]*issuers\[0\]\.audience/,
    );
    expect((await start('--nonsense')).output).toMatch(/--nonsense[\s\S]*--dynamodb-endpoint/);
  });
});
