/** Builds the page of the console into dist/console: for the local run only, never deployed, never in the package. */
import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { replaceFile } from './replace-file.ts';

const source = join(import.meta.dirname, 'console', 'page');
const folder = join(import.meta.dirname, 'dist', 'console');

mkdirSync(folder, { recursive: true });
const { outputFiles } = await build({
  entryPoints: { app: join(source, 'main.tsx') },
  outdir: folder,
  write: false,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
});
for (const { path, contents } of outputFiles) replaceFile(path, contents);
replaceFile(join(folder, 'index.html'), readFileSync(join(source, 'index.html')));
