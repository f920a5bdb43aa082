/** Somebody else's app: the package packed, installed, compiled, synthesized, and run on the local gateway. */
import { execFileSync, spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { walk } from '../../local/walk.ts';
import { printWalk } from '../../local/walk-report.ts';
import { codeBlocks, installConsumer } from '../support/consumer-app.ts';
import { startStack } from '../support/stack.ts';
import type { TestStack } from '../support/stack.ts';

const ROOT = join(import.meta.dirname, '..', '..');
const DOCUMENTS = ['README.md', 'docs/deploy.md'];

let folder: string;
beforeAll(() => {
  folder = installConsumer();
});

describe('the installed package', () => {
  test('needs nothing but aws-cdk-lib and constructs', () => {
    const tree = spawnSync('npm', ['ls', '--all', '--parseable', 'step-up-authorizer'], {
      cwd: folder,
      encoding: 'utf8',
    });
    expect({ status: tree.status, stderr: tree.stderr }).toEqual({ status: 0, stderr: '' });
    const run = (code: string, ...flags: string[]) =>
      execFileSync(process.execPath, [...flags, '--eval', code], { cwd: folder, encoding: 'utf8' });
    const names = 'console.log(typeof StepUpAuthorizer, typeof verifiedClaims, typeof stepUpFetch)';
    expect(
      run(
        `const { StepUpAuthorizer } = require('step-up-authorizer'); const { verifiedClaims } = require('step-up-authorizer/backend'); const { stepUpFetch } = require('step-up-authorizer/client'); ${names}`,
      ),
    ).toBe('function function function\n');
    expect(
      run(
        `import { StepUpAuthorizer } from 'step-up-authorizer'; import { verifiedClaims } from 'step-up-authorizer/backend'; import { stepUpFetch } from 'step-up-authorizer/client'; ${names}`,
        '--input-type=module',
      ),
    ).toBe('function function function\n');
  });

  test('brings the command line, which needs nothing else', () => {
    const run = (...args: string[]) =>
      spawnSync('npx', ['--no-install', 'step-up', ...args], { cwd: folder, encoding: 'utf8' });
    expect(run('policy', '--help').stdout).toContain('Usage: step-up policy');
    const failed = run('policy', 'list', '--json');
    expect({ status: failed.status, stderr: failed.stderr }).toEqual({ status: 1, stderr: '' });
    expect(JSON.parse(failed.stdout)).toEqual({ error: expect.stringContaining('--stack'), exitCode: 1 });
  });

  test('has types that the app, and every example in the documents, compile with', () => {
    const examples = DOCUMENTS.flatMap((document) =>
      codeBlocks(document).map((code, index) => ({
        name: `${document.replaceAll('/', '-')}-${index}.ts`,
        code,
      })),
    );
    expect(examples.length).toBeGreaterThanOrEqual(3);
    for (const { name, code } of examples) writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    const tsc = join(ROOT, 'node_modules', 'typescript', 'bin', 'tsc');
    const { stdout } = spawnSync(process.execPath, [tsc, '--project', folder], { encoding: 'utf8' });
    expect(stdout).toBe('');
  }, 240_000);
});

describe('on the local gateway, the app of somebody else', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startStack({ app: { consumer: folder, publicUrl: true } });
  });
  afterAll(() => stack.close());

  test('passes the walk, from the challenge to the once-only grant', async () => {
    const { apiUrl: api, redirectUri, provider } = stack;
    const { issuer, clientId, testUser: user } = provider;
    const lines: string[] = [];
    await walk(
      { api, issuer, clientId, redirectUri, user },
      printWalk((line) => lines.push(line)),
    );
    expect(lines.join('\n')).toContain('A newer sign-in opens it again');
  });

  test('leaves open what is not protected, and OPTIONS of a protected ANY', async () => {
    expect((await fetch(`${stack.apiUrl}/health`)).status).toBe(200);
    expect((await fetch(`${stack.apiUrl}/accounts`)).status).toBe(401);
    expect((await fetch(`${stack.apiUrl}/accounts`, { method: 'OPTIONS' })).status).toBe(204);
    expect((await fetch(`${stack.apiUrl}/accounts`, { method: 'DELETE' })).status).toBe(401);
  });

  test('has a backend that reads the verified claims', async () => {
    const { accessToken } = await stack.signIn();
    const answer = await stack.client.call(accessToken, 'GET', '/accounts');
    const served: unknown = answer.kind === 'answer' ? JSON.parse(answer.body) : answer;
    expect(served).toEqual({
      subject: stack.provider.testUser.username,
      scopes: expect.any(Array),
      acr: 'urn:example:loa:1',
      openedBy: 'token',
    });
  });
});
