/** Builds the page of the console into dist/console: for the local run only, never deployed, never in the package. */
import { copyFileSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';

const source = join(import.meta.dirname, 'console', 'page');
const folder = join(import.meta.dirname, 'dist', 'console');

mkdirSync(folder, { recursive: true });
await build({
  entryPoints: { app: join(source, 'main.tsx') },
  outdir: folder,
  bundle: true,
  minify: true,
  format: 'esm',
  target: 'es2022',
  jsx: 'automatic',
  define: { 'process.env.NODE_ENV': '"production"' },
  legalComments: 'none',
  logLevel: 'warning',
});
copyFileSync(join(source, 'index.html'), join(folder, 'index.html'));
