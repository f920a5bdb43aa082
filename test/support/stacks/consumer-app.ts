/** The consumer app: installed from the packed tarball, as a user installs it, and synthesized by itself. */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import * as v from 'valibot';
import type { LocalApp } from '../../../local/local-app.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');

/** What an app has that uses the package: CDK, and the types of its own code. Linked, not downloaded again. */
const OF_THE_APP = ['aws-cdk-lib', 'constructs', '@types/node', '@types/aws-lambda'];

/** What an app installs that signs its users in with the client. */
const OF_SIGN_INS = ['oauth4webapi', 'openid-client'];

const packed = v.tuple([v.object({ filename: v.string() })]);

/** Packs the package, which has to be built, and installs it into a new copy of the consumer app. Returns its folder. */
export function installConsumer(): string {
  const folder = mkdtempSync(join(tmpdir(), 'step-up-consumer-'));
  cpSync(join(ROOT, 'test', 'consumer'), folder, { recursive: true });
  const pack = npm(ROOT, 'pack', '--ignore-scripts', '--json', '--pack-destination', folder);
  const [{ filename }] = v.parse(packed, JSON.parse(pack));
  const links = OF_THE_APP.map((name) => join(ROOT, 'node_modules', name));
  npm(folder, 'install', '--offline', '--ignore-scripts', '--install-links=false', `./${filename}`, ...links);
  // The owner's own build of the owner's own function.
  buildSync({
    entryPoints: [join(folder, 'backend.ts')],
    outfile: join(folder, 'backend', 'index.js'),
    bundle: true,
    platform: 'node',
    format: 'cjs',
  });
  return folder;
}

/** Adds the libraries that the client's ways to sign in leave to the app. */
export function installSignIns(folder: string): void {
  for (const name of OF_SIGN_INS)
    symlinkSync(join(ROOT, 'node_modules', name), join(folder, 'node_modules', name));
}

function npm(cwd: string, ...args: string[]): string {
  return execFileSync('npm', args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
}

const AUDIENCE = 'https://shop.example.com';
const ACR = ['urn:example:loa:1', 'urn:example:loa:2', 'urn:example:loa:3'];

/** The app in `folder`, on the local run. */
export function consumerApp(folder: string, withPublicUrl: boolean): LocalApp {
  return {
    acr: ACR,
    audience: () => AUDIENCE,
    synthesize: ({ issuer, origin }) => {
      const outdir = join(folder, 'cdk.out');
      const more = withPublicUrl ? { publicUrl: `${origin}/prod` } : {};
      return synthesizeConsumer(folder, { issuer, outdir, more });
    },
  };
}

export interface ConsumerSynthesis {
  readonly issuer: string | undefined;
  readonly outdir: string;
  /** Other members of the trust config. */
  readonly more?: object;
  /** The region of the stack; default: the app's own. */
  readonly region?: string | undefined;
  /** Runs the app in place of itself, in its folder. */
  readonly main?: string;
}

/** Synthesizes the app in `folder`: it reads its trust config from a file and is run as a process of its own. Returns its template. */
export function synthesizeConsumer(
  folder: string,
  { issuer, outdir, more = {}, region, main = 'app.ts' }: ConsumerSynthesis,
): string {
  const trust = {
    acr: ACR,
    issuers: issuer === undefined ? [] : [{ issuer, audience: [AUDIENCE] }],
    ...more,
  };
  writeFileSync(join(folder, 'step-up.config.json'), JSON.stringify(trust));
  execFileSync(process.execPath, ['--no-warnings', main], {
    cwd: folder,
    env: {
      CDK_OUTDIR: outdir,
      CDK_VALIDATION: process.env.CDK_VALIDATION,
      ...(region === undefined ? {} : { CDK_DEFAULT_REGION: region }),
    },
    stdio: 'pipe',
  });
  return join(outdir, 'Shop.template.json');
}

/** The TypeScript code blocks of a document, one module each. */
export function codeBlocks(document: string): string[] {
  const text = readFileSync(join(ROOT, document), 'utf8');
  return [...text.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, code = '']) => code);
}

/** What the readers of a document have already. */
const OF_THE_READER = 'declare const session: { readonly accessToken: string; readonly userId: string };\n';

/** Writes the examples of a document into an app, as a user who follows it does. Returns the names of the files. */
export function writeReaders(folder: string, document: string): string[] {
  writeFileSync(join(folder, 'of-the-reader.d.ts'), OF_THE_READER);
  return codeBlocks(document).map((code, index) => {
    const name = `${document.replaceAll('/', '-')}-${index}.ts`;
    writeFileSync(join(folder, name), `${code}\nexport {};\n`);
    return name;
  });
}
