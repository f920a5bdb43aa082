/** Every import rule is broken once on purpose: a rule whose pattern names no folder of ours would catch nothing. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { ALLOWED, BREACHES } from './breaches.ts';
import { createTree, cruise, cruisedFolders, filesOf, importingFile, isOurs, ROOT } from './cruise.ts';
import type { Cruise } from './cruise.ts';

/** A cycle takes two files, so this rule is not in the list. */
const CYCLE = ['core/policy/cycle-a.ts', 'core/policy/cycle-b.ts'] as const;
const CYCLE_RULE = 'no-cycles';

/** Its import leads to no file. */
const MISSING_RULE = 'every-import-is-found';

/** Every import of a new folder has to fit a rule by folder: more names would be exceptions. */
const MOST_SINGLE_FILES = 6;

/** A handler may stand in any room of lambda/. */
const HANDLER = 'handler';

const breaches = Object.entries(BREACHES).flatMap(([rule, imports]) =>
  imports.map((one) => ({ ...one, rule })),
);
/** The numbers of the files go on from the breaches to what is allowed. */
const all = [...breaches, ...ALLOWED];
const numbered = breaches.map((one, number) => ({
  ...one,
  file: importingFile(one, number),
  title: one.through === undefined ? one.to : `${one.to} through ${one.through}`,
}));
const allowed = ALLOWED.map((one, index) => ({ ...one, file: importingFile(one, breaches.length + index) }));

let found: Cruise;

beforeAll(async () => {
  const files = filesOf(all);
  const [a, b] = CYCLE;
  files.set(a, "import './cycle-b.ts';\n");
  files.set(b, "import './cycle-a.ts';\n");
  found = await cruise(createTree(files));
});

test.each(numbered)('$rule: $from may not import $title', ({ file, rule }) => {
  expect(found.broken.get(file)).toEqual([rule]);
});

test('no-cycles: two files may not import each other', () => {
  expect(CYCLE.flatMap((file) => found.broken.get(file) ?? [])).toEqual([CYCLE_RULE]);
});

test.each(allowed)('$from may import $to', ({ file }) => {
  expect(found.broken.get(file)).toBeUndefined();
});

test('every rule is broken, and each name is used once', () => {
  const names = found.rules.map(({ name }) => name);
  expect([...Object.keys(BREACHES), CYCLE_RULE].toSorted()).toEqual(names.toSorted());
});

test('every folder that the compiler reads is covered', () => {
  const tsconfig: unknown = JSON.parse(readFileSync(join(ROOT, 'tsconfig.json'), 'utf8'));
  const { include } = v.parse(v.object({ include: v.array(v.string()) }), tsconfig);
  const folders = include.filter((name) => !name.includes('*'));
  expect(cruisedFolders().toSorted()).toEqual([...folders, 'client'].toSorted());
});

test.each(breaches)('the folders of this breach are ours: $from, $to', ({ from, through, to, rule }) => {
  expect(existsSync(join(ROOT, from))).toBe(true);
  if (isOurs(to) && rule !== MISSING_RULE) expect(existsSync(join(ROOT, to))).toBe(true);
  if (through !== undefined) expect(existsSync(join(ROOT, through))).toBe(true);
});

test('the rules name at most six single files, and all of them are there', () => {
  const named = new Set(found.rules.flatMap(({ patterns }) => patterns.flatMap(singleFiles)));
  for (const file of named) expect(existsSync(join(ROOT, file))).toBe(true);
  expect(named.size).toBeLessThanOrEqual(MOST_SINGLE_FILES);
});

/**
 * The files that a pattern names, `^core/(one|two)\\.ts$` being two, and an extension alone none. A pattern that cannot be
 * read comes back whole.
 */
function singleFiles(pattern: string): string[] {
  const found = [...pattern.matchAll(/([^|^(]*\/)(\([\w|-]+\)|[\w-]+)\\(\.\w+)/g)];
  if (found.length !== [...pattern.matchAll(/[\w)]\\\./g)].length) return [pattern];
  return found.flatMap(([, folder = '', names = '', extension = '']) =>
    names
      .replace(/[()]/g, '')
      .split('|')
      .filter((name) => name !== HANDLER)
      .map((name) => `${folder}${name}${extension}`),
  );
}
