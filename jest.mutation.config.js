/** The tests that mutants of core/ have to pass by: those of unit/ and property/ that import of our code core/ alone. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import base from './jest.config.js';

const root = import.meta.dirname;
/** An import of another folder of ours than core/ and the tests' own. */
const FOREIGN = /from '(\.\.\/)+(?!\.|core\/|support\/|vectors\/)[^']+'/;
const OWN = /from '(\.\.\/)+core\//;

const ofCore = globSync('test/{unit,property}/**/*.test.ts', { cwd: root }).filter((file) => {
  const text = readFileSync(join(root, file), 'utf8');
  return OWN.test(text) && !FOREIGN.test(text);
});

process.env.TEST_EFFORT = 'mutation';

/** @type {import('jest').Config} */
export default { ...base, testMatch: ofCore.map((file) => join(root, file)) };
