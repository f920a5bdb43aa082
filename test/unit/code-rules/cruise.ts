/** Runs the import rules over a small tree whose folders have the names of ours. */
import { execFile } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import * as v from 'valibot';
import type { Import } from './breaches.ts';

export const ROOT = join(import.meta.dirname, '../../..');

const CRUISER = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruiser.mjs');
const CONFIG = '.dependency-cruiser.cjs';

const pattern = v.optional(v.union([v.string(), v.array(v.string())]), []);
const side = v.object({ path: pattern, pathNot: pattern });

const cruiseSchema = v.object({
  summary: v.object({
    violations: v.array(v.object({ from: v.string(), rule: v.object({ name: v.string() }) })),
    ruleSetUsed: v.object({
      forbidden: v.array(v.object({ name: v.string(), from: side, to: side })),
    }),
  }),
});

export interface Cruise {
  /** By file, the names of the rules that it breaks. */
  readonly broken: ReadonlyMap<string, readonly string[]>;
  readonly rules: readonly { readonly name: string; readonly patterns: readonly string[] }[];
}

/** The folders that `npm run check` cruises. */
export function cruisedFolders(): readonly string[] {
  const { scripts } = v.parse(
    v.object({ scripts: v.object({ 'check:imports': v.string() }) }),
    JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')),
  );
  const [, folders = ''] = scripts['check:imports'].split(`${CONFIG} `);
  return folders.split(' ');
}

/** A tree of its own, with these files in it. Returns its path. */
export function createTree(files: ReadonlyMap<string, string>): string {
  const tree = mkdtempSync(join(tmpdir(), 'import-rules-'));
  for (const folder of cruisedFolders()) mkdirSync(join(tree, folder), { recursive: true });
  for (const [file, text] of files) {
    mkdirSync(dirname(join(tree, file)), { recursive: true });
    writeFileSync(join(tree, file), text);
  }
  for (const file of ['tsconfig.json', 'package.json']) copyFileSync(join(ROOT, file), join(tree, file));
  return tree;
}

/** Runs the rules over the tree, all folders at once. */
export async function cruise(tree: string): Promise<Cruise> {
  const args = [CRUISER, '--config', join(ROOT, CONFIG), '--output-type', 'json', ...cruisedFolders()];
  const { stdout } = await promisify(execFile)(process.execPath, args, {
    cwd: tree,
    maxBuffer: 64 * 1024 * 1024,
  });
  const { violations, ruleSetUsed } = v.parse(cruiseSchema, JSON.parse(stdout)).summary;
  const broken = new Map<string, string[]>();
  for (const { from, rule } of violations)
    broken.set(from, [...new Set([...(broken.get(from) ?? []), rule.name])]);
  const rules = ruleSetUsed.forbidden.map(({ name, from, to }) => ({
    name,
    patterns: [from.path, from.pathNot, to.path, to.pathNot].flat(),
  }));
  return { broken, rules };
}

/** The file that makes an import: a new one where the import names a folder. */
export function importingFile({ from }: Import, number: number): string {
  return extname(from) === '' ? `${from}/breach-${number}.ts` : from;
}

/** The files of a tree in which each of these imports is made, by a file of its own. */
export function filesOf(imports: readonly Import[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const { to } of imports) {
    if (isOurs(to) && existsSync(join(ROOT, to))) files.set(to, 'export const value = 1;\n');
    if (!isOurs(to) && !to.startsWith('node:')) {
      files.set(`node_modules/${to}/package.json`, JSON.stringify({ name: to, main: 'index.js' }));
      files.set(`node_modules/${to}/index.js`, 'exports.value = 1;\n');
    }
  }
  for (const [number, one] of imports.entries()) {
    const { to, through, typeOnly = false } = one;
    const file = importingFile(one, number);
    files.set(file, importOf(file, through ?? to, typeOnly));
    if (through !== undefined) files.set(through, `${importOf(through, to, true)}export const value = 1;\n`);
  }
  return files;
}

/** The text of an import of `to` in this file. */
function importOf(file: string, to: string, typeOnly: boolean): string {
  const path = isOurs(to) ? relative(dirname(file), to) : to;
  const specifier = !isOurs(to) || path.startsWith('.') ? path : `./${path}`;
  const name = typeOnly ? 'type { value as Value }' : '{ value }';
  return `import ${name} from '${specifier}';\n${typeOnly ? 'export type { Value }' : 'void value'};\n`;
}

/** Packages have no file extension. */
export function isOurs(to: string): boolean {
  return extname(to) !== '';
}
