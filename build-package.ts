/**
 * Builds what the npm package has besides the functions: the construct, the backend helper and the command line, with
 * their types, as CommonJS, which CommonJS and ES modules can both load. The construct takes aws-cdk-lib and constructs
 * from the app, and needs nothing else. The client is built as CommonJS and, for bundlers of browser code, as an ES
 * module. Its adapters are ES modules, like the libraries that they use, which the app installs.
 */
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import type { BuildOptions } from 'esbuild';
import * as v from 'valibot';
import { BUNDLES } from './core/contract.ts';
import { metafileSchema, thirdPartyLicenses } from './third-party-licenses.ts';

const root = import.meta.dirname;
const folder = join(root, 'package');

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder);
writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
const common: BuildOptions & { readonly metafile: true } = {
  outdir: folder,
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  external: ['aws-cdk-lib', 'constructs'],
  // lib/ finds the bundles by a relative path, which is the same from this folder.
  define: { 'import.meta.dirname': '__dirname' },
  metafile: true,
  logLevel: 'warning',
};
const library = await build({
  ...common,
  entryPoints: { index: join(root, 'lib', 'index.ts'), backend: join(root, 'backend', 'index.ts') },
});
// Most of it is the AWS SDK. With half the size, the command line starts in half the time.
const commandLine = await build({
  ...common,
  entryPoints: { 'step-up': join(root, 'bin', 'step-up.ts') },
  mainFields: ['module', 'main'],
  minify: true,
  legalComments: 'none',
});
const client = { entryPoints: [join(root, 'client', 'index.ts')], bundle: true, target: 'es2022' };
await build({ ...client, outfile: join(folder, 'client.mjs'), format: 'esm' });
await build({ ...client, outfile: join(folder, 'client.js'), format: 'cjs' });
for (const name of ['popup', 'redirect', 'openid-client']) {
  await build({
    ...client,
    entryPoints: [join(root, 'client', 'adapters', `${name}.ts`)],
    outfile: join(folder, `client-${name}.mjs`),
    format: 'esm',
    external: ['oauth4webapi', 'openid-client'],
  });
}
const functions = Object.values(BUNDLES).map((name) => join(root, 'dist', 'lambda', `${name}.meta.json`));
writeFileSync(
  join(folder, 'THIRD-PARTY-LICENSES'),
  thirdPartyLicenses(
    [
      library.metafile,
      commandLine.metafile,
      ...functions.map((file) => v.parse(metafileSchema, JSON.parse(readFileSync(file, 'utf8')))),
    ],
    root,
  ),
);
for (const project of ['tsconfig.package.json', join('client', 'tsconfig.package.json')]) {
  execFileSync(
    process.execPath,
    [join(root, 'node_modules', 'typescript-native', 'bin', 'tsc'), '-p', project],
    {
      cwd: root,
      stdio: 'inherit',
    },
  );
}
// The same types twice: for apps that import the client, and for apps that require it.
const types = join(folder, 'types', 'client');
cpSync(types, `${types}-cjs`, {
  recursive: true,
  filter: (file) => !file.startsWith(join(types, 'adapters')),
});
writeFileSync(join(types, 'package.json'), '{"type":"module"}\n');
