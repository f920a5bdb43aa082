/** Builds the functions: one minified CommonJS bundle each, which synth, tests, benchmarks and the local run share. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'esbuild';
import { BUNDLES } from './core/contract.ts';
import { replaceFile } from './replace-file.ts';

/** In bytes: a larger bundle starts more slowly. The AWS SDK takes two thirds of it, the expression language a sixth. */
const LARGEST_BUNDLE = 589_000;

/** For bundles that are not deployed: test/promises breaks the product by patches, some of which add to it. */
const { values } = parseArgs({ options: { 'any-size': { type: 'boolean', default: false } } });

const root = import.meta.dirname;

for (const name of Object.values(BUNDLES)) {
  const folder = join(root, 'dist', 'lambda', name);
  mkdirSync(folder, { recursive: true });
  // This package has ES modules; the bundles are CommonJS, which starts faster.
  replaceFile(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  const { metafile, outputFiles } = await build({
    entryPoints: [
      name === BUNDLES.exampleBackend
        ? join(root, 'lib', 'example', 'backend.ts')
        : join(root, 'lambda', name, 'handler.ts'),
    ],
    write: false,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
  });
  // The files in the bundle, for the licenses in the package. Beside the folder, because the folder is deployed as it is.
  replaceFile(`${folder}.meta.json`, JSON.stringify(metafile));
  const [{ text } = { text: '' }] = outputFiles;
  replaceFile(join(folder, 'index.js'), text);
  const size = Buffer.byteLength(text);
  console.log(`${name}: ${Math.round(size / 1000)} KB`);
  if (size > LARGEST_BUNDLE && !values['any-size']) {
    throw new Error(
      `the bundle ${name} has ${size} bytes, more than ${LARGEST_BUNDLE}: check the size of new imports`,
    );
  }
}
