/** An app that uses the package: the package packed, installed, compiled, synthesized, and run on the local gateway. */
import { execFile, execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { buildSync } from 'esbuild';
import { scriptedSignIn } from '../../../local/sign-in/for-walk.ts';
import { walk } from '../../../local/walk.ts';
import { printWalk } from '../../../local/walk-report.ts';
import { casesOf } from '../../support/effort.ts';
import { installConsumer, installSignIns, writeReaders } from '../../support/stacks/consumer-app.ts';
import { startStack } from '../../support/stacks/stack.ts';
import type { TestStack } from '../../support/stacks/stack.ts';

const run = promisify(execFile);
const ROOT = join(import.meta.dirname, '..', '..', '..');
const DOCUMENTS = ['README.md', 'docs/deploy.md'];

/** How a page finds its modules: `moduleResolution`, and the `module` that goes with it. */
const RESOLUTIONS = [
  ['bundler', 'esnext'],
  ['nodenext', 'nodenext'],
  ['node16', 'node16'],
] as const;

let folder: string;
beforeAll(() => {
  folder = installConsumer();
  installSignIns(folder);
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
    expect(JSON.parse(failed.stdout)).toEqual({
      error: expect.stringContaining('--stack'),
      code: 'api_not_named',
      facts: {},
      exitCode: 1,
    });
  });

  describe('has types with which', () => {
    const compile = (project: string) => {
      const tsc = join(ROOT, 'node_modules', 'typescript-native', 'bin', 'tsc');
      return spawnSync(process.execPath, [tsc, '--project', project], { encoding: 'utf8' }).stdout;
    };

    test('the app, and every example in the documents, compile', () => {
      const examples = DOCUMENTS.flatMap((document) => writeReaders(folder, document));
      expect(examples.length).toBeGreaterThanOrEqual(3);
      expect(compile(folder)).toBe('');
    }, 240_000);

    test.each(casesOf(RESOLUTIONS, ([name]) => name === 'nodenext'))(
      'every example of the client compiles in a strict page of its own, by %s',
      (moduleResolution, module) => {
        const page = mkdtempSync(join(folder, 'page-'));
        const compilerOptions = {
          ...{
            module,
            moduleResolution,
            target: 'es2023',
            lib: ['es2023', 'dom', 'dom.iterable'],
            types: [],
          },
          ...{ strict: true, exactOptionalPropertyTypes: true, noEmit: true },
        };
        writeFileSync(join(page, 'package.json'), '{"type":"module"}');
        writeFileSync(join(page, 'tsconfig.json'), JSON.stringify({ compilerOptions }));
        expect(writeReaders(page, 'client/README.md').length).toBeGreaterThanOrEqual(7);
        expect(compile(page)).toBe('');
      },
      240_000,
    );
  });

  test('brings the sign-in adapters, which a bundler for browsers bundles with their library', () => {
    const { metafile } = buildSync({
      absWorkingDir: folder,
      stdin: {
        contents:
          "export * from 'step-up-authorizer/client'; export * from 'step-up-authorizer/client/popup'; export * from 'step-up-authorizer/client/redirect';",
        resolveDir: folder,
      },
      bundle: true,
      format: 'esm',
      platform: 'browser',
      write: false,
      metafile: true,
    });
    const [output] = Object.values(metafile.outputs);
    expect(output?.exports.toSorted()).toEqual([
      'StepUpError',
      'reportToOpener',
      'signInByPopup',
      'signInByRedirect',
      'stepUpFetch',
    ]);
    expect(output?.imports).toEqual([]);
  });
});

describe('on the local gateway, an app that uses the package', () => {
  let stack: TestStack;
  beforeAll(async () => {
    stack = await startStack({ app: { consumer: folder, publicUrl: true } });
  });
  afterAll(() => stack.close());

  test('passes the walk, from the challenge to the once-only grant', async () => {
    const { apiUrl: api, redirectUri, provider } = stack;
    const { issuer, clientId, testUser } = provider;
    const signIn = scriptedSignIn({ issuer, clientId, redirectUri, ...testUser });
    const lines: string[] = [];
    await walk(
      { api, issuer, clientId, signIn },
      printWalk((line) => lines.push(line)),
    );
    expect(lines.join('\n')).toContain('A newer sign-in opens it again');
  });

  test('leaves open the methods that are not protected, and OPTIONS of a protected ANY', async () => {
    expect((await fetch(`${stack.apiUrl}/health`)).status).toBe(200);
    expect((await fetch(`${stack.apiUrl}/accounts`)).status).toBe(401);
    expect((await fetch(`${stack.apiUrl}/accounts`, { method: 'OPTIONS' })).status).toBe(204);
    expect((await fetch(`${stack.apiUrl}/accounts`, { method: 'DELETE' })).status).toBe(401);
  });

  test('gets the body that the client sent, when the request is sent again', async () => {
    const session = await stack.signIn();
    const stepUp = await stack.signIn({ challenge: { acrValues: ['urn:example:loa:2'], maxAge: 300 } });
    const [url, ...tokens] = [`${stack.apiUrl}/payments`, session.accessToken, stepUp.accessToken];
    const text = 'amount=10 €\r\n"to": Zoë';
    const { stdout } = await run(process.execPath, ['--no-warnings', 'pay.ts', url, text, ...tokens], {
      cwd: folder,
    });
    expect(JSON.parse(stdout)).toMatchObject({ openedBy: 'grant', received: text });
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
      received: null,
    });
  });
});
