/**
 * The cloud assembly of a shop as an earlier version of the product made it, functions included: packed into one file, since
 * the checkout that runs the tests may have no history.
 */
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, constants } from 'node:zlib';
import * as v from 'valibot';
import { newOutdir } from '../../../support/stacks/synth.ts';

/** Of commit 2db8fd7, the last that did not record in the policy table which policies it had created. */
export const EARLIER_VERSION = join(import.meta.dirname, 'earlier-version.json.br');

/** In place of the issuer, which is another in each run. */
export const ISSUER_TO_COME = 'http://127.0.0.1:1';

const files = v.record(v.string(), v.string());

/** Packs a cloud assembly, made for ISSUER_TO_COME. */
export function packAssembly(assembly: string, file: string): void {
  const entries = readdirSync(assembly, { recursive: true, withFileTypes: true });
  const paths = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  const texts = paths.map((path) => [path.slice(assembly.length + 1), readFileSync(path, 'utf8')] as const);
  // A window over all functions, which have most of their code in common.
  const params = { [constants.BROTLI_PARAM_LGWIN]: constants.BROTLI_MAX_WINDOW_BITS };
  writeFileSync(file, brotliCompressSync(JSON.stringify(Object.fromEntries(texts)), { params }));
}

/** Unpacks it, for an issuer. Returns the folder. */
export function unpackAssembly(file: string, issuer: string): string {
  const folder = newOutdir();
  const packed = v.parse(files, JSON.parse(brotliDecompressSync(readFileSync(file)).toString()));
  for (const [path, text] of Object.entries(packed)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text.replaceAll(ISSUER_TO_COME, issuer));
  }
  return folder;
}
